using TorchBasics.Core;

namespace TorchBasics.Formats.Csv;

/// <summary>Errors that name the line, as an editor counts it.</summary>
internal static class CsvPosition
{
    private const byte LineFeed = (byte)'\n';

    public static MalformedFileException Malformed(string path, ReadOnlySpan<byte> text, int offset, string reason) =>
        new(path, offset, $"line {text[..offset].Count(LineFeed) + 1}: {reason}");
}
