using TorchBasics.Reference.Numbers;

namespace TorchBasics.Tests.Managed.Reference.Support;

/// <summary>What must hold for every piece of textbook code, asserted in one line of test.</summary>
internal static class Proof
{
    private const double Step = 7e-6; // about the cube root of 3 u, where rounding and truncation are equally large

    /// <summary>
    /// The hand-written gradient agrees with dual numbers to 12 digits of the largest, and with central differences to 8.
    /// </summary>
    public static void GradientIsRight(IFunction function, params Tensor<Float64>[] inputs)
    {
        GradientAgreesWithDuals(function, inputs);
        GradientAgreesWithDifferences(function, inputs);
    }

    public static void GradientAgreesWithDuals(IFunction function, params Tensor<Float64>[] inputs)
    {
        var upstream = Upstream(function, inputs);
        var gradients = function.Backward(inputs, upstream);
        for (var k = 0; k < gradients.Count; k++)
            Arrays.AssertClose(inputs[k].Sizes, ByDuals(function, inputs, k, upstream), gradients[k], 1e-12);
    }

    public static void GradientAgreesWithDifferences(IFunction function, params Tensor<Float64>[] inputs)
    {
        var upstream = Upstream(function, inputs);
        var gradients = function.Backward(inputs, upstream);
        for (var k = 0; k < gradients.Count; k++)
            Arrays.AssertClose(inputs[k].Sizes, ByDifferences(function, inputs, k, upstream), gradients[k], 1e-8);
    }

    /// <summary>On whole numbers, double and fractions give the same value and the same gradient, exactly.</summary>
    public static void IsExact(IFunction function, params Tensor<Float64>[] inputs)
    {
        var upstream = Arrays.Lattice(99, [.. function.Forward(inputs).Sizes]);
        Tensor<Rational>[] exact = [.. inputs.Select(input => input.To<Rational>())];

        Assert.Equal(function.Forward(exact).ToDoubles(), function.Forward(inputs).ToDoubles());
        foreach (var (fraction, number) in function.Backward(exact, upstream.To<Rational>())
            .Zip(function.Backward(inputs, upstream)))
            Assert.Equal(fraction.ToDoubles(), number.ToDoubles());
    }

    public static Tensor<Float64> Upstream(IFunction function, IReadOnlyList<Tensor<Float64>> inputs) =>
        Arrays.Random(4711, [.. function.Forward(inputs).Sizes]);

    private static double[] ByDuals(IFunction function, Tensor<Float64>[] inputs, int which, Tensor<Float64> upstream)
    {
        var derivatives = new double[inputs[which].Elements.Length];
        for (var first = 0; first < derivatives.Length; first += Dual.Directions)
        {
            Tensor<Dual>[] duals = [.. inputs.Select(input => input.To<Dual>())];
            for (var d = 0; d < Dual.Directions && first + d < derivatives.Length; d++)
                duals[which].Elements[first + d] = Dual.Variable(inputs[which].Elements[first + d].Value, d);
            var y = function.Forward(duals);
            for (var d = 0; d < Dual.Directions && first + d < derivatives.Length; d++)
                for (var i = 0; i < y.Elements.Length; i++)
                    derivatives[first + d] += upstream.Elements[i].Value * y.Elements[i].Tangent[d];
        }

        return derivatives;
    }

    private static double[] ByDifferences(IFunction function, Tensor<Float64>[] inputs, int which, Tensor<Float64> upstream)
    {
        var derivatives = new double[inputs[which].Elements.Length];
        for (var i = 0; i < derivatives.Length; i++)
        {
            var value = inputs[which].Elements[i].Value;
            inputs[which].Elements[i] = new(value + Step);
            var above = function.Forward(inputs).ToDoubles(); // a copy: a view would follow the input
            inputs[which].Elements[i] = new(value - Step);
            var below = function.Forward(inputs).ToDoubles();
            inputs[which].Elements[i] = new(value);
            for (var k = 0; k < above.Length; k++)
                derivatives[i] += upstream.Elements[k].Value * (above[k] - below[k]) / (2 * Step);
        }

        return derivatives;
    }
}
