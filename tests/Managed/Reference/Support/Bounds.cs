using TorchBasics.Reference.Numbers;
using Single = TorchBasics.Reference.Numbers.Rounded<TorchBasics.Reference.Numbers.Binary32>;

namespace TorchBasics.Tests.Managed.Reference.Support;

/// <summary>Holds the rounding bound of a piece of textbook code against many correct float32 computations of it.</summary>
internal static class Bounds
{
    /// <summary>Asserts that no computation leaves its bound, and that the worst uses at least a given share of it.</summary>
    public static void Hold(IFunction function, double usedShare, params Tensor<Float64>[] inputs)
    {
        var upstream = Exactly(Proof.Upstream(function, inputs));
        Tensor<Single>[] bounded = [.. inputs.Select(Exactly)];
        Tensor<Single>[] allowed = [function.Forward(bounded), .. function.Backward(bounded, upstream)];
        Tensor<Simulated>[] engine = [.. bounded.Select(array => array.To<Simulated>())];
        var used = 0.0;
        for (var run = 0; run < 60; run++)
        {
            Simulated.Random = new Random(run);
            Tensor<Simulated>[] computed = [function.Forward(engine), .. function.Backward(engine, upstream.To<Simulated>())];
            foreach (var (bounds, values) in allowed.Zip(computed))
                used = Math.Max(used, Used(bounds, values.ToDoubles()));
        }

        Assert.True(used <= 1, $"A correct computation was off by {used:F3} of the bound.");
        Assert.True(
            used >= usedShare,
            $"The worst computation used {used:G3} of the bound; a bound that is never used more than {usedShare} says nothing.");
    }

    /// <summary>The largest error as a share of its bound.</summary>
    public static double Used(Tensor<Single> bounds, double[] values)
    {
        var used = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            var error = Math.Abs(values[i] - bounds.Elements[i].Value);
            Assert.False(double.IsNaN(error), $"Element {i} is not a number.");
            Assert.True(double.IsFinite(bounds.Elements[i].Error), $"Element {i} has no bound.");
            if (error > 0)
                used = Math.Max(used, error / bounds.Elements[i].Error);
        }

        return used;
    }

    /// <summary>The nearest float32 numbers, as an engine holds them.</summary>
    public static Tensor<Single> Exactly(Tensor<Float64> array) => array.Map(element => Single.Exactly((float)element.Value));
}
