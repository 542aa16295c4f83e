using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.Csv;

/// <summary>
/// Where a text comes from: a whole file, or a part of one whose beginning was read before. Errors name the line as an editor
/// counts it.
/// </summary>
/// <param name="Path">What messages call the file.</param>
internal sealed record CsvOrigin(string Path)
{
    private const byte LineFeed = (byte)'\n';

    /// <summary>Bytes of the file before the text.</summary>
    public long Offset { get; init; }

    /// <summary>Lines of the file before the text.</summary>
    public long Lines { get; init; }

    /// <summary>What separates fields; null where the first line shows it.</summary>
    public byte? Separator { get; init; }

    /// <summary>The number of columns; 0 where the first row shows it.</summary>
    public int Columns { get; init; }

    /// <summary>The names of the columns; null where there are none, or the text begins with them.</summary>
    public IReadOnlyList<string>? Header { get; init; }

    /// <summary>What stands at a place of the text breaks a rule.</summary>
    public MalformedFileException Malformed(ReadOnlySpan<byte> text, int place, string reason) =>
        new(Path, Offset + place, $"line {Lines + text[..place].Count(LineFeed) + 1}: {reason}");
}
