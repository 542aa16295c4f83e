using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <summary>
/// The features of a batch as a gradient of weights reads them: panel by panel, as wide as a tile, each [sample, feature], so
/// that a tile goes through memory in order. Features are filled up with zeros to whole vectors.
/// </summary>
/// <param name="features">Features of a sample.</param>
/// <param name="samples">Samples, those of missing lanes included.</param>
internal readonly struct Panels(int features, int samples)
{
    /// <summary>Floats of all panels.</summary>
    public long Floats => (long)Vectors * Lanes.Count * samples;

    private int Vectors => Lanes.Groups(features);

    /// <summary>The panels, from the first feature on.</summary>
    /// <param name="features">Features of a sample.</param>
    public static Panel[] Of(int features)
    {
        var panels = new List<Panel>();
        for (var vector = 0; vector < Lanes.Groups(features); vector += panels[^1].Width)
        {
            var (first, width) = (vector * Lanes.Count, Tiling.Width(Lanes.Groups(features) - vector));
            panels.Add(new(first, width, Math.Min(width * Lanes.Count, features - first)));
        }

        return [.. panels];
    }

    /// <summary>Where a sample's row of a panel begins.</summary>
    public nint Offset(in Panel panel, int sample) => ((nint)panel.First * samples) + ((nint)sample * panel.Step);
}

/// <summary>Some neighbouring features.</summary>
/// <param name="First">The first.</param>
/// <param name="Width">How wide, in vectors: a width that tiles have.</param>
/// <param name="Count">How many features there are without the zeros behind them.</param>
internal readonly record struct Panel(int First, int Width, int Count)
{
    /// <summary>From one sample to the next, in floats.</summary>
    public int Step => Width * Lanes.Count;
}
