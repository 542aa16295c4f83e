using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <summary>
/// Where the features of a group lie: [channel, row, column, lane], with a border of rows and columns around each
/// picture. A vector of features is a picture of one pixel. All steps are in floats.
/// </summary>
/// <param name="Channels">Channels, or features.</param>
/// <param name="Height">Rows without the border.</param>
/// <param name="Width">Columns without the border.</param>
/// <param name="BorderRows">Rows above and below.</param>
/// <param name="BorderColumns">Columns on the left and on the right.</param>
internal readonly record struct Plane(int Channels, int Height, int Width, int BorderRows = 0, int BorderColumns = 0)
{
    /// <summary>From one column to the next.</summary>
    public const int ColumnStep = Lanes.Count;

    /// <summary>From one row to the next.</summary>
    public int RowStep => (Width + (2 * BorderColumns)) * ColumnStep;

    /// <summary>From one channel to the next.</summary>
    public int ChannelStep => (Height + (2 * BorderRows)) * RowStep;

    /// <summary>From one group to the next.</summary>
    public int GroupStep => Channels * ChannelStep;

    /// <summary>The first pixel inside the border.</summary>
    public int Origin => Offset(0, 0, 0);

    /// <summary>Pixels of a channel, without the border.</summary>
    public int Pixels => Height * Width;

    /// <summary>Numbers of a sample, without the border.</summary>
    public int Features => Channels * Pixels;

    /// <summary>Whether there is no border, so that the features of a sample stand one after the other.</summary>
    public bool IsPlain => BorderRows == 0 && BorderColumns == 0;

    /// <summary>A pixel inside the border, counted from its corner.</summary>
    public int Offset(int channel, int row, int column) =>
        (channel * ChannelStep) + ((BorderRows + row) * RowStep) + ((BorderColumns + column) * ColumnStep);

    /// <summary>Where each feature of the first lane lies, in the order channel, row, column.</summary>
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
