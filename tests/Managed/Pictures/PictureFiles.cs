using SkiaSharp;

namespace TorchBasics.Tests.Managed.Pictures;

/// <summary>Makes picture files of digits.</summary>
internal static class PictureFiles
{
    /// <summary>Writes a 28 x 28 digit (white on black) as a picture of another size, place and colour.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pixels">784 grey values.</param>
    /// <param name="size">Columns and rows that the 28 x 28 pixels are scaled to.</param>
    /// <param name="margin">Empty columns on the left and rows on the top; three times as much on the other sides.</param>
    /// <param name="onWhite">Black ink on white paper instead.</param>
    /// <param name="format">PNG or JPEG.</param>
    public static void Write(
        string path, ReadOnlySpan<byte> pixels, int size, int margin, bool onWhite, SKEncodedImageFormat format)
    {
        using var digit = new SKBitmap(new SKImageInfo(28, 28, SKColorType.Gray8, SKAlphaType.Opaque));
        var target = digit.GetPixelSpan();
        for (var i = 0; i < pixels.Length; i++)
            target[i] = onWhite ? (byte)(255 - pixels[i]) : pixels[i];
        using var scaled = digit.Resize(
            new SKImageInfo(size, size, SKColorType.Gray8, SKAlphaType.Opaque), new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var page = new SKBitmap(
            new SKImageInfo(size + (4 * margin), size + (4 * margin), SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(page))
        {
            canvas.Clear(onWhite ? SKColors.White : SKColors.Black);
            canvas.DrawBitmap(scaled, margin, margin);
        }

        Save(path, page, format);
    }

    /// <summary>Draws something and writes it.</summary>
    public static void Draw(
        string path, int width, int height, Action<SKCanvas> draw, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using var page = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        using (var canvas = new SKCanvas(page))
            draw(canvas);
        Save(path, page, format);
    }

    private static void Save(string path, SKBitmap page, SKEncodedImageFormat format)
    {
        using var data = page.Encode(format, quality: 85);
        using var file = File.Create(path);
        data.SaveTo(file);
    }
}
