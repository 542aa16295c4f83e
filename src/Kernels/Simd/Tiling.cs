using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <summary>How rows of outputs are cut into tiles whose sums stay in registers.</summary>
internal static class Tiling
{
    /// <summary>The tallest tile.</summary>
    public const int MaxHeight = 6;

    /// <summary>The widest tile, in vectors.</summary>
    public const int MaxWidth = 4;

    /// <summary>The floats of a tile: [<see cref="MaxHeight"/>, <see cref="MaxWidth"/>, lane].</summary>
    public const int Floats = MaxHeight * RowStep;

    /// <summary>From one row of a tile to the next, in floats.</summary>
    public const int RowStep = MaxWidth * Lanes.Count;

    /// <summary>The height of the next tile, such that no low one is left over where it can be avoided.</summary>
    public static int Height(int remaining) => remaining switch
    {
        >= 6 when remaining % 6 == 2 => 4,
        >= 6 => 6,
        >= 4 => 4,
        >= 2 => 2,
        _ => 1,
    };

    /// <summary>The width of the next tile, in vectors.</summary>
    public static int Width(int remaining) => remaining switch { >= 4 => 4, >= 2 => 2, _ => 1 };

    /// <summary>The number of tiles that a number of rows is cut into.</summary>
    public static int Count(int rows)
    {
        var count = 0;
        for (var row = 0; row < rows; row += Height(rows - row))
            count++;
        return count;
    }
}
