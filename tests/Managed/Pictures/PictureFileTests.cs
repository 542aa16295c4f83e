using System.Buffers.Binary;
using SkiaSharp;
using TorchBasics.Core.Errors;
using TorchBasics.Pictures;
using TorchBasics.Tests.Managed.Formats;

namespace TorchBasics.Tests.Managed.Pictures;

public class PictureFileTests
{
    [Fact]
    public void Grey_is_the_luma_of_a_colour()
    {
        using var folder = new TemporaryFolder();
        PictureFiles.Draw(folder.File("p.png"), 3, 1, canvas =>
        {
            canvas.DrawPoint(0, 0, SKColors.Red);
            canvas.DrawPoint(1, 0, new SKColor(0, 255, 0));
            canvas.DrawPoint(2, 0, SKColors.Blue);
        });

        var picture = PictureFile.Read(folder.File("p.png"));

        // 0.299, 0.587 and 0.114 of 255 (ITU-R BT.601), in whole numbers of 1/256
        Assert.Equal([77, 149, 29], picture.Pixels.ToArray());
    }

    [Theory]
    [InlineData(0, 0, 0, 255, 0)]       // dark ink: the transparent paper is white
    [InlineData(255, 255, 255, 0, 255)] // light ink: it is black
    public void Transparent_pixels_are_paper_that_the_ink_stands_out_from(byte red, byte green, byte blue, byte paper, byte ink)
    {
        using var folder = new TemporaryFolder();
        PictureFiles.Draw(folder.File("p.png"), 2, 1, canvas =>
        {
            canvas.Clear(SKColors.Transparent);
            canvas.DrawPoint(1, 0, new SKColor(red, green, blue));
        });

        Assert.Equal([paper, ink], PictureFile.Read(folder.File("p.png")).Pixels.ToArray());
    }

    [Fact]
    public void An_empty_file_is_refused() => Refused([], "is empty; expected a PNG or JPEG file");

    [Fact]
    public void A_file_that_is_no_picture_is_refused() =>
        Refused("seven"u8.ToArray(), "is not a picture; expected a PNG or JPEG file");

    [Fact]
    public void A_picture_of_another_format_is_refused()
    {
        using var folder = new TemporaryFolder();
        PictureFiles.Draw(folder.File("p.webp"), 2, 2, canvas => canvas.Clear(SKColors.White), SKEncodedImageFormat.Webp);

        var error = Assert.Throws<TorchBasicsException>(() => PictureFile.Read(folder.File("p.webp")));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains("in the format Webp; expected PNG or JPEG", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_refused()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains(
            "does not exist",
            Assert.Throws<TorchBasicsException>(() => PictureFile.Read(folder.File("p.png"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "is a folder",
            Assert.Throws<TorchBasicsException>(() => PictureFile.Read(folder.Path)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    public void A_picture_cut_off_anywhere_is_refused(SKEncodedImageFormat format)
    {
        using var folder = new TemporaryFolder();
        PictureFiles.Write(folder.File("p"), Digit(), 60, 3, onWhite: true, format);
        var whole = File.ReadAllBytes(folder.File("p"));
        // checksums and end marks, without which all pixels are still there
        var tail = format == SKEncodedImageFormat.Png ? 24 : 2;

        for (var length = 1; length < whole.Length - tail; length += 7)
        {
            File.WriteAllBytes(folder.File("p"), whole[..length]);

            Assert.Equal(ErrorKind.Data, Assert.Throws<TorchBasicsException>(() => PictureFile.Read(folder.File("p"))).Kind);
        }
    }

    [Fact]
    public void A_picture_that_claims_to_be_huge_is_refused_before_memory_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        PictureFiles.Draw(folder.File("p.png"), 2, 2, canvas => canvas.Clear(SKColors.White));
        File.WriteAllBytes(folder.File("p.png"), Resized(File.ReadAllBytes(folder.File("p.png")), 60_000, 60_000));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<TorchBasicsException>(() => PictureFile.Read(folder.File("p.png")));

        Assert.Contains("claims 60000 x 60000 pixels", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static void Refused(byte[] content, string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("p.png"), content);

        var error = Assert.Throws<TorchBasicsException>(() => PictureFile.Read(folder.File("p.png")));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        Assert.Contains(folder.File("p.png"), error.Message, StringComparison.Ordinal);
    }

    // The header chunk of a PNG: length, "IHDR", width, height, five bytes more, CRC-32 over all but the length.
    private static byte[] Resized(byte[] png, uint width, uint height)
    {
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32(png.AsSpan(12, 17)));
        return png;
    }

    // ISO 3309, bit by bit, as in annex D of the PNG specification.
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return ~crc;
    }

    private static byte[] Digit() =>
        [.. Enumerable.Range(0, 784).Select(i => (byte)(i % 28 is > 10 and < 16 && i / 28 is > 4 and < 24 ? 255 : 0))];
}
