using TorchBasics.Core.Layers;

namespace TorchBasics.Core;

/// <summary>Draws the initial arrays of a network; pure arithmetic, so the same on every machine.</summary>
public static class WeightInitializer
{
    /// <summary>Draws every array of an architecture.</summary>
    /// <param name="architecture">The description.</param>
    /// <param name="seed">Any number.</param>
    /// <returns>The arrays in order, float32; fixed arrays hold their fixed values.</returns>
    public static IReadOnlyList<NamedArray> Draw(Architecture architecture, ulong seed)
    {
        var prototypes = architecture.Layers.OfType<RbfOutput>().ToDictionary(
            layer => $"{layer.Name}.weight", layer => layer.Prototypes.SelectMany(row => row).ToArray());
        return [.. architecture.Parameters.Select((parameter, index) => NamedArray.Of<float>(
            parameter.Name,
            [.. parameter.Spec.Shape.Select(size => (long)size)],
            prototypes.TryGetValue(parameter.Name, out var values)
                ? values
                : Uniform(parameter.Spec, architecture.Initialization, RandomGenerator.ForStream(seed, "weights", (ulong)index))))];
    }

    private static float[] Uniform(ParameterSpec spec, Initialization rule, RandomGenerator random)
    {
        var bound = rule switch
        {
            Initialization.KaimingUniform => 1 / Math.Sqrt(spec.FanIn),
            Initialization.LeCun1998 => 2.4 / spec.FanIn,
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, null),
        };
        var values = new float[spec.Shape.Elements];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)random.NextUniform(-bound, bound);
        return values;
    }
}
