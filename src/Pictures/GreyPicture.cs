namespace TorchBasics.Pictures;

/// <summary>A picture of grey pixels, row by row: 0 is black, 255 is white.</summary>
public sealed class GreyPicture
{
    private readonly byte[] _pixels;

    /// <summary>Wraps pixels; they are not copied.</summary>
    /// <param name="width">Columns; at least 1.</param>
    /// <param name="height">Rows; at least 1.</param>
    /// <param name="pixels">width * height bytes, row by row.</param>
    /// <exception cref="ArgumentException">The count differs.</exception>
    public GreyPicture(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if ((long)width * height != pixels.Length)
            throw new ArgumentException(
                $"{pixels.Length} pixels were given for a picture of {width} x {height}.", nameof(pixels));
        (Width, Height, _pixels) = (width, height, pixels);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>All pixels, row by row.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>One pixel.</summary>
    /// <param name="x">Column, counted from 0 at the left.</param>
    /// <param name="y">Row, counted from 0 at the top.</param>
    public byte this[int x, int y] => _pixels[(y * Width) + x];

    /// <summary>Cuts out a rectangle.</summary>
    /// <param name="left">First column.</param>
    /// <param name="top">First row.</param>
    /// <param name="width">Columns; at least 1.</param>
    /// <param name="height">Rows; at least 1.</param>
    /// <returns>A copy of the rectangle.</returns>
    public GreyPicture Crop(int left, int top, int width, int height)
    {
        var part = new byte[width * height];
        for (var y = 0; y < height; y++)
            Pixels.Slice(((top + y) * Width) + left, width).CopyTo(part.AsSpan(y * width));
        return new(width, height, part);
    }

    /// <summary>Changes every pixel by itself.</summary>
    /// <param name="change">The new value of each of the 256 values.</param>
    /// <returns>A picture of the same size.</returns>
    public GreyPicture Map(Func<byte, byte> change)
    {
        var table = Enumerable.Range(0, 256).Select(value => change((byte)value)).ToArray();
        var changed = new byte[_pixels.Length];
        for (var i = 0; i < changed.Length; i++)
            changed[i] = table[_pixels[i]];
        return new(Width, Height, changed);
    }

    /// <summary>Mirrors at the main diagonal: rows become columns.</summary>
    /// <returns>A picture of exchanged width and height.</returns>
    public GreyPicture Transpose() => Rearrange(Height, Width, (x, y) => this[y, x]);

    /// <summary>Mirrors left and right.</summary>
    /// <returns>A picture of the same size.</returns>
    public GreyPicture FlipHorizontally() => Rearrange(Width, Height, (x, y) => this[Width - 1 - x, y]);

    /// <summary>Mirrors top and bottom.</summary>
    /// <returns>A picture of the same size.</returns>
    public GreyPicture FlipVertically() => Rearrange(Width, Height, (x, y) => this[x, Height - 1 - y]);

    private static GreyPicture Rearrange(int width, int height, Func<int, int, byte> pixel)
    {
        var pixels = new byte[width * height];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                pixels[(y * width) + x] = pixel(x, y);
        return new(width, height, pixels);
    }
}
