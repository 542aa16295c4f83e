using System.Globalization;

namespace TorchBasics.Lessons.Drawings;

/// <summary>Curves in letters, for a terminal.</summary>
internal static class CurveLetters
{
    private const int Rows = 17; // so that 0 and 1 have rows of their own where the ends are whole

    /// <summary>Draws curves over the same places.</summary>
    /// <param name="minimum">Lower end.</param>
    /// <param name="maximum">Upper end.</param>
    /// <param name="curves">Letters and heights, one for each column; what is drawn later covers what came before.</param>
    public static IReadOnlyList<string> Lines(
        double minimum, double maximum, params IReadOnlyList<(char Letter, IReadOnlyList<double> Heights)> curves)
    {
        var grid = Enumerable.Range(0, Rows).Select(_ => Enumerable.Repeat(' ', curves[0].Heights.Count).ToArray()).ToArray();
        foreach (var (letter, heights) in curves)
            foreach (var (column, height) in heights.Index())
                if (height >= minimum && height <= maximum)
                    grid[(int)Math.Round((maximum - height) / (maximum - minimum) * (Rows - 1))][column] = letter;
        return [.. grid.Select((row, k) => string.Create(
            CultureInfo.InvariantCulture,
            $"{maximum - ((maximum - minimum) * k / (Rows - 1)),5:0.##} |{new string(row)}").TrimEnd())];
    }
}
