using System.Text;
using Spectre.Console;
using TorchBasics.Lessons.Rendering;

namespace TorchBasics.Cli.Rendering;

/// <summary>
/// Breaks a text into lines: at blanks, and beside letters of two columns, between which Chinese has no blanks. No line begins
/// with a mark that closes something, or ends with one that opens it.
/// </summary>
internal static class LineFiller
{
    private const string Closing = "，。、；：？！）》〉」』】〕”’％,.;:?!)]}%";
    private const string Opening = "（《〈「『【〔“‘([{";

    /// <summary>Fills lines.</summary>
    /// <param name="pieces">The text.</param>
    /// <param name="width">The columns of a line.</param>
    /// <returns>The pieces of each line.</returns>
    public static IEnumerable<IReadOnlyList<MarkedPiece>> Lines(IEnumerable<MarkedPiece> pieces, int width)
    {
        List<Letter> letters = [.. pieces.SelectMany(piece => piece.Text.EnumerateRunes(), Letter.Of)];
        for (var start = 0; start < letters.Count;)
        {
            var end = End(letters, start, Math.Max(2, width)); // a letter has a place on any line
            var last = end;
            while (last > start && letters[last - 1].IsBlank)
                last--;
            yield return Pieces(letters[start..last]);
            start = end;
            while (start < letters.Count && letters[start].IsBlank)
                start++;
        }
    }

    // As many letters as fit, but no part of a word; a word that is wider than the line is cut.
    private static int End(List<Letter> letters, int start, int width)
    {
        var (end, whole) = (start, start);
        for (var used = 0; end < letters.Count && used + letters[end].Width <= width; used += letters[end++].Width)
            if (end > start && MayBreak(letters[end - 1], letters[end]))
                whole = end;
        if (end == letters.Count || MayBreak(letters[end - 1], letters[end]))
            return end;
        return letters[start..whole].All(letter => letter.IsBlank) ? end : whole;
    }

    private static bool MayBreak(Letter left, Letter right) =>
        left.IsBlank || right.IsBlank
        || ((left.Width == 2 || right.Width == 2) && right.Width > 0
            && !Opening.Contains(left.Text, StringComparison.Ordinal) && !Closing.Contains(right.Text, StringComparison.Ordinal));

    private static List<MarkedPiece> Pieces(List<Letter> letters)
    {
        var pieces = new List<MarkedPiece>();
        for (int start = 0, end; start < letters.Count; start = end)
        {
            for (end = start + 1; end < letters.Count && letters[end].Kind == letters[start].Kind; end++)
            {
            }

            pieces.Add(new(string.Concat(letters[start..end].Select(letter => letter.Text)), letters[start].Kind));
        }

        return pieces;
    }

    private readonly record struct Letter(string Text, MarkKind Kind, int Width)
    {
        public bool IsBlank => Text == " ";

        public static Letter Of(MarkedPiece piece, Rune rune) => new($"{rune}", piece.Kind, $"{rune}".GetCellWidth());
    }
}
