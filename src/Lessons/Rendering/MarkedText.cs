using System.Text.RegularExpressions;

namespace TorchBasics.Lessons.Rendering;

/// <summary>Reads the two marks that texts may hold: `code` and **strong words**.</summary>
public static partial class MarkedText
{
    /// <summary>The pieces of a text.</summary>
    /// <param name="text">The text with its marks.</param>
    /// <returns>The pieces without marks, in order.</returns>
    public static IEnumerable<MarkedPiece> Pieces(string text)
    {
        var end = 0;
        foreach (Match match in Marks().Matches(text))
        {
            if (match.Index > end)
                yield return new(text[end..match.Index], MarkKind.Plain);
            yield return match.Groups[1].Success
                ? new(match.Groups[1].Value, MarkKind.Code)
                : new(match.Groups[2].Value, MarkKind.Strong);
            end = match.Index + match.Length;
        }

        if (end < text.Length)
            yield return new(text[end..], MarkKind.Plain);
    }

    /// <summary>A text without its marks.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The words alone.</returns>
    public static string Plain(string text) => string.Concat(Pieces(text).Select(piece => piece.Text));

    [GeneratedRegex(@"`([^`]+)`|\*\*([^*]+)\*\*")]
    private static partial Regex Marks();
}
