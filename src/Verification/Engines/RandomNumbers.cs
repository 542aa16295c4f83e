using TorchBasics.Core;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Engines;

/// <summary>Random numbers that every engine can hold.</summary>
internal static class RandomNumbers
{
    /// <summary>Numbers spread evenly over (-1, 1), each a float32, none of them zero.</summary>
    public static Tensor<Float64> Draw(RandomGenerator random, ReadOnlySpan<int> sizes)
    {
        var values = new Tensor<Float64>(sizes);
        foreach (ref var element in values.Elements)
        {
            var value = (float)((2 * random.NextDouble()) - 1);
            element = new Float64(value == 0 ? 0.5 : value);
        }

        return values;
    }
}
