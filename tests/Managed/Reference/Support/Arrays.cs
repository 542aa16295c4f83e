using TorchBasics.Core;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Tests.Managed.Reference.Support;

internal static class Arrays
{
    public static Tensor<Float64> Of(int[] sizes, params double[] values) => Tensor<Float64>.From(sizes, values);

    /// <summary>Numbers in (-1, 1), none of them closer to another or to 0 than 1e-3: no kink is near.</summary>
    public static Tensor<Float64> Random(ulong seed, params int[] sizes)
    {
        var random = new RandomGenerator(seed);
        var array = new Tensor<Float64>(sizes);
        for (var i = 0; i < array.Elements.Length; i++)
        {
            double value;
            do
                value = (2 * random.NextDouble()) - 1;
            while (Math.Abs(value) < 1e-3
                || (i < 200 && array.Elements[..i].ToArray().Any(other => Math.Abs(other.Value - value) < 1e-3 / sizes.Length)));
            array.Elements[i] = new(value);
        }

        return array;
    }

    /// <summary>Whole numbers from -8 to 8.</summary>
    public static Tensor<Float64> Lattice(ulong seed, params int[] sizes)
    {
        var random = new RandomGenerator(seed);
        var array = new Tensor<Float64>(sizes);
        for (var i = 0; i < array.Elements.Length; i++)
            array.Elements[i] = new(random.NextInt32(17) - 8);
        return array;
    }

    /// <summary>Asserts equal shapes and values that differ by at most so much of the largest expected one.</summary>
    public static void AssertClose<T>(ReadOnlySpan<int> sizes, double[] expected, Tensor<T> actual, double relative = 1e-14)
        where T : struct, IReal<T>
    {
        Assert.Equal(sizes.ToArray(), actual.Sizes.ToArray());
        var largest = expected.Max(Math.Abs);
        var values = actual.ToDoubles();
        for (var i = 0; i < expected.Length; i++)
            Assert.True(
                Math.Abs(values[i] - expected[i]) <= relative * largest || expected[i].Equals(values[i]),
                $"Element {i} is {values[i]:R}; expected {expected[i]:R}, allowed {relative:G3} of the largest, {largest:G6}.");
    }
}
