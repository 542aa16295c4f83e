using System.Runtime.InteropServices;
using SkiaSharp;
using TorchBasics.Core.Errors;

namespace TorchBasics.Pictures;

/// <summary>Reads PNG and JPEG files.</summary>
public static class PictureFile
{
    /// <summary>Pixels that a picture may have at most: 50 million, which is a photograph of 8,660 x 5,773.</summary>
    public const long MostPixels = 50_000_000;

    /// <summary>Rows and columns that a picture may have at most: as many as a JPEG can.</summary>
    public const int MostSide = 65_535;

    /// <summary>Bytes that a file may have at most: 256 MiB.</summary>
    public const int MostBytes = 256 << 20;

    private const long Large = 4_000_000; // pixels; more are decoded by one thread at a time, for the sake of memory
    private static readonly Lock OneAtATime = new();

    /// <summary>Reads a picture as grey pixels, upright, on the paper it was drawn on where it is transparent.</summary>
    /// <param name="path">A PNG or JPEG file.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="TorchBasicsException">
    /// The file is missing, empty, no picture, damaged or too large: kind Data.
    /// </exception>
    public static GreyPicture Read(string path) => Decode(path, ReadContent(path));

    /// <summary>Decodes the content of a picture file as <see cref="Read"/> does; from any number of threads.</summary>
    /// <param name="path">What messages call the file.</param>
    /// <param name="content">The whole content.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="TorchBasicsException">It is no picture, damaged or too large: kind Data.</exception>
    public static GreyPicture Decode(string path, ReadOnlySpan<byte> content)
    {
        using var data = SKData.CreateCopy(content);
        using var codec = SKCodec.Create(data) ?? throw NotAPicture(path);
        if (codec.EncodedFormat is not (SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg))
            throw Bad($"{path} is a picture in the format {codec.EncodedFormat}; expected PNG or JPEG.");
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        if ((long)info.Width * info.Height > MostPixels)
            throw Bad(
                $"{path} claims {info.Width} x {info.Height} pixels; at most {MostPixels:N0} are read. Scale the picture down.");
        if (Math.Max(info.Width, info.Height) > MostSide)
            throw Bad(
                $"{path} claims {info.Width} x {info.Height} pixels; at most {MostSide:N0} rows and columns are read. "
                + "Cut the picture.");
        if ((long)info.Width * info.Height <= Large)
            return Decode(path, codec, info);
        lock (OneAtATime)
            return Decode(path, codec, info);
    }

    private static GreyPicture Decode(string path, SKCodec codec, SKImageInfo info)
    {
        var pixels = new byte[info.BytesSize];
        var result = Decode(codec, info, pixels);
        if (result != SKCodecResult.Success)
            throw Bad($"{path} is a damaged or incomplete {codec.EncodedFormat} picture ({result}); save or download it again.");
        return Turn(new GreyPicture(info.Width, info.Height, ToGrey(pixels)), codec.EncodedOrigin);
    }

    /// <summary>Reads the content of a picture file, for <see cref="Decode(string, ReadOnlySpan{byte})"/>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>All its bytes.</returns>
    /// <exception cref="TorchBasicsException">The file is missing, empty or too large: kind Data.</exception>
    public static byte[] ReadContent(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (Directory.Exists(path))
                throw Bad($"{path} is a folder; expected a PNG or JPEG file.");
            if (!file.Exists)
                throw Bad($"{path} does not exist; expected a PNG or JPEG file.");
            if (file.Length == 0)
                throw Bad($"{path} is empty; expected a PNG or JPEG file.");
            return file.Length <= MostBytes
                ? File.ReadAllBytes(path)
                : throw Bad($"{path} has {file.Length:N0} bytes; at most {MostBytes:N0} are read. Scale the picture down.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TorchBasicsException(ErrorKind.Data, $"{path} cannot be read: {exception.Message}", exception);
        }
    }

    private static SKCodecResult Decode(SKCodec codec, SKImageInfo info, byte[] pixels)
    {
        var handle = GCHandle.Alloc(pixels, GCHandleType.Pinned);
        try
        {
            return codec.GetPixels(info, handle.AddrOfPinnedObject());
        }
        finally
        {
            handle.Free();
        }
    }

    // Luma of ITU-R BT.601 in whole numbers of 1/256. Transparent pixels are paper: white under dark ink, black under light.
    private static byte[] ToGrey(ReadOnlySpan<byte> rgba)
    {
        var grey = new byte[rgba.Length / 4];
        var (ink, opacity) = (0L, 0L);
        for (var i = 0; i < grey.Length; i++)
        {
            var pixel = rgba.Slice(4 * i, 4);
            grey[i] = (byte)(((77 * pixel[0]) + (150 * pixel[1]) + (29 * pixel[2]) + 128) >> 8);
            ink += grey[i] * pixel[3];
            opacity += pixel[3];
        }

        var paper = ink > 127 * opacity ? 0 : 255;
        for (var i = 0; i < grey.Length; i++)
        {
            var alpha = rgba[(4 * i) + 3];
            grey[i] = (byte)(((grey[i] * alpha) + (paper * (255 - alpha)) + 127) / 255);
        }

        return grey;
    }

    // Cameras store what the sensor saw and a note how they were held.
    private static GreyPicture Turn(GreyPicture picture, SKEncodedOrigin origin) => origin switch
    {
        SKEncodedOrigin.TopRight => picture.FlipHorizontally(),
        SKEncodedOrigin.BottomRight => picture.FlipHorizontally().FlipVertically(),
        SKEncodedOrigin.BottomLeft => picture.FlipVertically(),
        SKEncodedOrigin.LeftTop => picture.Transpose(),
        SKEncodedOrigin.RightTop => picture.Transpose().FlipHorizontally(),
        SKEncodedOrigin.RightBottom => picture.Transpose().FlipHorizontally().FlipVertically(),
        SKEncodedOrigin.LeftBottom => picture.Transpose().FlipVertically(),
        _ => picture,
    };

    private static TorchBasicsException NotAPicture(string path) => Bad($"{path} is not a picture; expected a PNG or JPEG file.");

    private static TorchBasicsException Bad(string message) => new(ErrorKind.Data, message);
}
