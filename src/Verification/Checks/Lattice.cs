using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Checks;

/// <summary>Small whole numbers, on which sums and products are exact in single precision whatever their order.</summary>
internal static class Lattice
{
    /// <summary>Largest absolute value of a lattice number.</summary>
    private const int Reach = 8;

    // Below it every whole number is a float32.
    private const double LargestExact = 1 << 24;

    /// <summary>Random whole numbers from -8 to 8.</summary>
    public static Tensor<Float64> Draw(RandomGenerator random, ReadOnlySpan<int> sizes)
    {
        var values = new Tensor<Float64>(sizes);
        foreach (ref var element in values.Elements)
            element = new Float64(random.NextInt32((2 * Reach) + 1) - Reach);
        return values;
    }

    /// <summary>Whether a layer does nothing but sum and multiply whole numbers, halve them, or choose among them.</summary>
    public static bool Covers(Layer layer, Shape input) => layer.Accept(new ExactLayers(input));

    /// <summary>Whether every partial sum of a pass stays below 2^24, in any order: the sums of the absolute values do.</summary>
    public static bool StaysExact(
        Layer layer, IReadOnlyList<Tensor<Float64>> parameters, Tensor<Float64> input, Tensor<Float64> outputGradient)
    {
        // Squares and differences grow with signs, too: a difference of absolute values may be smaller than the true one.
        var room = layer is RbfOutput ? LargestExact / 64 : LargestExact;
        var (weights, x, g) = (parameters.Select(Absolute).ToList(), Absolute(input), Absolute(outputGradient));
        var y = ReferenceLayer.Forward(layer, weights, x);
        var gradients = ReferenceLayer.Backward(layer, weights, x, y, g);
        return gradients.Parameters.Append(gradients.Input).Append(y).All(array => Largest(array) < room)
            && (layer is not (Residual or Ensemble) || ChainsStayExact(layer, weights, x, g));
    }

    private static bool ChainsStayExact(Layer layer, IReadOnlyList<Tensor<Float64>> weights, Tensor<Float64> x, Tensor<Float64> g)
    {
        var (own, first) = (LayerArrays.Split(layer.Inner, weights), 0);
        foreach (var chain in layer.Chains)
        {
            if (!StaysExact(chain, [.. own.Skip(first).Take(chain.Count)], x, g))
                return false;
            first += chain.Count;
        }

        return true;
    }

    // The same for layers one behind the other.
    private static bool StaysExact(
        IReadOnlyList<Layer> layers,
        IReadOnlyList<IReadOnlyList<Tensor<Float64>>> parameters,
        Tensor<Float64> input,
        Tensor<Float64> outputGradient)
    {
        var values = new List<Tensor<Float64>> { input };
        for (var k = 0; k < layers.Count; k++)
            values.Add(ReferenceLayer.Forward(layers[k], parameters[k], values[k]));
        var gradient = outputGradient;
        for (var k = layers.Count - 1; k >= 0; k--)
        {
            if (!StaysExact(layers[k], parameters[k], values[k], gradient))
                return false;
            gradient = ReferenceLayer.Backward(layers[k], parameters[k], values[k], values[k + 1], gradient).Input;
        }

        return true;
    }

    private static Tensor<Float64> Absolute(Tensor<Float64> values) => values.Map(value => new Float64(Math.Abs(value.Value)));

    private static double Largest(Tensor<Float64> values)
    {
        var largest = 0.0;
        foreach (var value in values.Elements)
            largest = Math.Max(largest, Math.Abs(value.Value));
        return largest;
    }
}
