using TorchBasics.Core.Errors;

namespace TorchBasics.Pictures;

/// <summary>
/// Turns any picture of one dark or light sign into what the pictures of MNIST are: white on black, scaled into 20 x 20
/// pixels without distortion, and placed so that the centre of its mass is the middle of 28 x 28 pixels.
/// </summary>
/// <remarks>Source: LeCun, Bottou, Bengio, Haffner 1998, section III.A.</remarks>
public static class DigitPreparation
{
    /// <summary>Rows and columns of the result.</summary>
    public const int Size = 28;

    private const int BoxSize = 20;
    private const int LeastContrast = 32;   // of 255; less is paper, noise or the edge of a shadow
    private const double InkShare = 0.2;    // of the strongest ink; weaker pixels do not count for the box

    /// <summary>Prepares a picture.</summary>
    /// <param name="picture">A picture of one sign, on a background that its border shows.</param>
    /// <param name="path">What the picture is called in errors.</param>
    /// <returns>28 x 28 pixels, 0 for background, up to 255 for ink.</returns>
    /// <exception cref="TorchBasicsException">There is nothing in the picture but its background: kind Data.</exception>
    public static GreyPicture Prepare(GreyPicture picture, string path)
    {
        var ink = ExtractInk(picture, path);
        var box = CropToInk(ink);
        var longer = Math.Max(box.Width, box.Height);
        return Centre(AreaScaler.Scale(box, Scaled(box.Width, longer), Scaled(box.Height, longer)));
    }

    // Ink is what differs from the background: 0 where the picture shows background, 255 where it differs most.
    private static GreyPicture ExtractInk(GreyPicture picture, string path)
    {
        var background = BorderMedian(picture);
        var isLight = background > 127;
        var strongest = 0;
        foreach (var pixel in picture.Pixels)
            strongest = Math.Max(strongest, Strength(pixel));
        if (strongest < LeastContrast)
        {
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"{path} shows nothing but its background (grey {background} of 255, contrast {strongest}); "
                + $"expected one sign that stands out from it by at least {LeastContrast}.");
        }

        return picture.Map(pixel => (byte)Math.Round(255.0 * Math.Max(0, Strength(pixel)) / strongest));

        int Strength(byte pixel) => isLight ? background - pixel : pixel - background;
    }

    private static byte BorderMedian(GreyPicture picture)
    {
        var (right, bottom) = (picture.Width - 1, picture.Height - 1);
        var border = new List<byte>(2 * (picture.Width + picture.Height));
        for (var x = 0; x <= right; x++)
            border.AddRange([picture[x, 0], picture[x, bottom]]);
        for (var y = 0; y <= bottom; y++)
            border.AddRange([picture[0, y], picture[right, y]]);
        border.Sort();
        return border[border.Count / 2];
    }

    private static GreyPicture CropToInk(GreyPicture ink)
    {
        var (left, top, right, bottom) = (ink.Width, ink.Height, -1, -1);
        for (var y = 0; y < ink.Height; y++)
        {
            for (var x = 0; x < ink.Width; x++)
            {
                if (ink[x, y] < InkShare * byte.MaxValue)
                    continue;
                (left, right) = (Math.Min(left, x), Math.Max(right, x));
                (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
            }
        }

        return ink.Crop(left, top, right - left + 1, bottom - top + 1);
    }

    private static int Scaled(int length, int longer) => Math.Max(1, (int)Math.Round((double)BoxSize * length / longer));

    // MNIST's pictures have their centre of mass, counted in whole pixels from 0, at 14.0 on average, within half a pixel.
    private static GreyPicture Centre(GreyPicture box)
    {
        var (mass, momentX, momentY) = (0L, 0L, 0L);
        for (var y = 0; y < box.Height; y++)
        {
            for (var x = 0; x < box.Width; x++)
            {
                mass += box[x, y];
                momentX += box[x, y] * x;
                momentY += box[x, y] * y;
            }
        }

        var (left, top) = (Start(momentX, mass, box.Width), Start(momentY, mass, box.Height));
        var pixels = new byte[Size * Size];
        for (var y = 0; y < box.Height; y++)
            box.Pixels.Slice(y * box.Width, box.Width).CopyTo(pixels.AsSpan(((top + y) * Size) + left));
        return new(Size, Size, pixels);
    }

    private static int Start(long moment, long mass, int length) =>
        Math.Clamp((int)Math.Round((Size / 2) - ((double)moment / mass)), 0, Size - length);
}
