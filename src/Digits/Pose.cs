using System.Globalization;

namespace TorchBasics.Digits;

/// <summary>
/// The points that a pen passes through: x to the right, y downwards, 0 to 100 from the top of the digit to its foot.
/// </summary>
/// <param name="Points">Where the pen passes.</param>
/// <param name="Kinds">What happens at each point.</param>
internal sealed record Pose(IReadOnlyList<Vector> Points, IReadOnlyList<PointKind> Kinds)
{
    /// <summary>
    /// Reads "8,10 70,6^ 30,100; 20,52 70,48": points along two strokes, the second point of the first one a corner.
    /// </summary>
    /// <param name="text">Points x,y separated by spaces; ^ marks a corner, ; the end of a stroke.</param>
    /// <returns>The pose.</returns>
    public static Pose Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var points = words.Select(word => word.TrimEnd('^', ';').Split(',')).Select(pair =>
            new Vector(double.Parse(pair[0], CultureInfo.InvariantCulture), double.Parse(pair[1], CultureInfo.InvariantCulture)));
        var kinds = words.Select((word, i) => word.EndsWith(';') || i == words.Length - 1 ? PointKind.End
            : word.EndsWith('^') ? PointKind.Corner
            : PointKind.Smooth);
        return new Pose([.. points], [.. kinds]);
    }
}
