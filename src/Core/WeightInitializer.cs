using TorchBasics.Core.Layers;

namespace TorchBasics.Core;

/// <summary>Draws the initial arrays of a network; pure arithmetic, so the same on every machine.</summary>
public static class WeightInitializer
{
    /// <summary>Draws every array of an architecture.</summary>
    /// <param name="architecture">The description.</param>
    /// <param name="seed">Any number.</param>
    /// <returns>
    /// The arrays in order, float32; constants hold their values. What starts at a given number takes none of the streams that
    /// the others are drawn from, so that those are the same with it and without.
    /// </returns>
    public static IReadOnlyList<NamedArray> Draw(Architecture architecture, ulong seed)
    {
        var prototypes = architecture.Layers.OfType<RbfOutput>().ToDictionary(
            layer => $"{layer.Name}.weight", layer => layer.Prototypes.SelectMany(row => row).ToArray());
        var arrays = new List<NamedArray>();
        var stream = 0UL;
        foreach (var (name, spec) in architecture.Parameters)
        {
            var values = spec.Initial is { } initial ? Filled(spec, initial)
                : prototypes.GetValueOrDefault(name)
                    ?? Uniform(spec, architecture.Initialization, RandomGenerator.ForStream(seed, "weights", stream));
            stream += spec.Initial is null ? 1UL : 0;
            arrays.Add(NamedArray.Of<float>(name, [.. spec.Shape.Select(size => (long)size)], values));
        }

        return arrays;
    }

    private static float[] Filled(ParameterSpec spec, float value)
    {
        var values = new float[spec.Shape.Elements];
        Array.Fill(values, value);
        return values;
    }

    private static float[] Uniform(ParameterSpec spec, Initialization rule, RandomGenerator random)
    {
        var isBias = spec.Name == "bias";
        var bound = rule switch
        {
            Initialization.KaimingUniform => 1 / Math.Sqrt(spec.FanIn),
            Initialization.LeCun1998 => 2.4 / spec.FanIn,
            Initialization.LeCunUniform => isBias ? 0 : Math.Sqrt(3.0 / spec.FanIn),
            Initialization.GlorotUniform => isBias ? 0 : Math.Sqrt(6.0 / (spec.FanIn + spec.FanOut)),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, null),
        };
        var values = new float[spec.Shape.Elements];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)random.NextUniform(-bound, bound);
        return values;
    }
}
