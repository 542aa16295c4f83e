using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <summary>
/// Where the features of a single sample lie: [channel, row, column], as pictures come from outside, or, blocked,
/// [block of 16 channels, row, column, channel of the block], so that a vector holds neighbouring channels of a pixel.
/// A blocked vector of features, a picture of one pixel, is just the features one after the other. All steps are in floats.
/// </summary>
/// <param name="Channels">Channels, or features.</param>
/// <param name="Height">Rows without the border.</param>
/// <param name="Width">Columns without the border.</param>
/// <param name="BorderRows">Rows above and below.</param>
/// <param name="BorderColumns">Columns on the left and on the right.</param>
/// <param name="IsBlocked">Whether channels stand side by side.</param>
internal readonly record struct SamplePlane(
    int Channels, int Height, int Width, int BorderRows, int BorderColumns, bool IsBlocked)
{
    /// <summary>The layout of pictures as they come from outside, with the border of a layout of groups.</summary>
    public static SamplePlane Rows(in Plane plane) =>
        new(plane.Channels, plane.Height, plane.Width, plane.BorderRows, plane.BorderColumns, false);

    /// <summary>The blocked layout of the same pictures as a layout of groups.</summary>
    public static SamplePlane Blocked(in Plane plane) =>
        new(plane.Channels, plane.Height, plane.Width, plane.BorderRows, plane.BorderColumns, true);

    /// <summary>From one column to the next.</summary>
    public int ColumnStep => IsBlocked ? Lanes.Count : 1;

    /// <summary>From one row to the next.</summary>
    public int RowStep => (Width + (2 * BorderColumns)) * ColumnStep;

    /// <summary>From one channel, or block of channels, to the next.</summary>
    public int PlaneStep => (Height + (2 * BorderRows)) * RowStep;

    /// <summary>Floats of a sample.</summary>
    public int Floats => (IsBlocked ? Lanes.Groups(Channels) : Channels) * PlaneStep;

    /// <summary>Numbers of a sample, without border and unused channels.</summary>
    public int Features => Channels * Height * Width;

    /// <summary>Whether the features stand one after the other, in the order channel, row, column.</summary>
    public bool IsPlain =>
        IsBlocked ? Height * Width == 1 && BorderRows == 0 && BorderColumns == 0 : BorderRows == 0 && BorderColumns == 0;

    /// <summary>
    /// The layout seen as that of a group whose lanes are the channels of a block: what a kernel for groups does to each
    /// number by itself, or within each channel, it then does to a single sample.
    /// </summary>
    public Plane Lanewise => new(Lanes.Groups(Channels), Height, Width, BorderRows, BorderColumns);

    /// <summary>A pixel inside the border, counted from its corner.</summary>
    public int Offset(int channel, int row, int column)
    {
        var (plane, lane) = IsBlocked ? Math.DivRem(channel, Lanes.Count) : (channel, 0);
        return (plane * PlaneStep) + ((BorderRows + row) * RowStep) + ((BorderColumns + column) * ColumnStep) + lane;
    }

    /// <summary>Where each feature lies, in the order channel, row, column.</summary>
    public int[] Places()
    {
        var (places, next) = (new int[Features], 0);
        for (var channel = 0; channel < Channels; channel++)
            for (var row = 0; row < Height; row++)
                for (var column = 0; column < Width; column++)
                    places[next++] = Offset(channel, row, column);
        return places;
    }
}
