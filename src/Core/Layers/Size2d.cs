using System.Text.Json.Serialization;

namespace TorchBasics.Core.Layers;

/// <summary>Height and width of a window, a step or a border; a single number means a square.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct Size2d(int Height, int Width)
{
    /// <summary>The number of cells.</summary>
    [JsonIgnore]
    public int Area => Height * Width;

    /// <summary>A square.</summary>
    /// <param name="side">Rows and columns.</param>
    public static implicit operator Size2d(int side) => new(side, side);

    /// <summary>A square.</summary>
    /// <param name="side">Rows and columns.</param>
    /// <returns>The size.</returns>
    public static Size2d FromInt32(int side) => side;

    /// <summary>"5x5".</summary>
    /// <returns>Height, an x, width.</returns>
    public override string ToString() => $"{Height}x{Width}";
}
