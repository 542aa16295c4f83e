using System.Text;

namespace TorchBasics.Cli.Rendering;

/// <summary>Pictures as text: two pixels above one another become one of four characters.</summary>
internal static class TextPicture
{
    private const byte Ink = 96; // pixels at least this bright are drawn; half of 255 would lose thin strokes

    /// <summary>Draws a picture.</summary>
    /// <param name="pixels">Grey values, row by row; bright is ink.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <returns>One line of <paramref name="width"/> characters for every two rows.</returns>
    public static IReadOnlyList<string> Draw(ReadOnlySpan<byte> pixels, int width, int height)
    {
        var lines = new List<string>();
        for (var y = 0; y < height; y += 2)
        {
            var line = new StringBuilder(width);
            for (var x = 0; x < width; x++)
            {
                var upper = pixels[(y * width) + x] >= Ink;
                var lower = y + 1 < height && pixels[((y + 1) * width) + x] >= Ink;
                line.Append((upper, lower) switch { (true, true) => '█', (true, false) => '▀', (false, true) => '▄', _ => ' ' });
            }

            lines.Add(line.ToString());
        }

        return lines;
    }
}
