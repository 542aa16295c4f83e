using System.Globalization;

namespace TorchBasics.Lessons.Parameters;

/// <summary>Points of several classes in a square: "0.5,1,0;-1,0.25,1" (x, y, class).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Start">What it begins with, of the same form.</param>
/// <param name="Classes">How many classes there are.</param>
/// <param name="Minimum">The smallest coordinate.</param>
/// <param name="Maximum">The largest coordinate.</param>
/// <param name="Most">The most points.</param>
public sealed record PointsParameter(string Name, string Start, int Classes, double Minimum, double Maximum, int Most = 200)
    : Parameter(Name, Start)
{
    /// <inheritdoc/>
    public override string ExpectedIn(Texts texts) => texts.Format(
        "expected.points", Most, NumberParameter.Text(Minimum), NumberParameter.Text(Maximum), Classes - 1);

    /// <inheritdoc/>
    public override string? Normalize(string text) => Parse(text) is { } points ? Text(points) : null;

    /// <summary>Points as a text.</summary>
    /// <param name="points">The points.</param>
    /// <returns>The text.</returns>
    public static string Text(IEnumerable<PlanePoint> points) => string.Join(';', points.Select(point => string.Create(
        CultureInfo.InvariantCulture, $"{NumberParameter.Text(point.X)},{NumberParameter.Text(point.Y)},{point.Class}")));

    /// <summary>Reads the points; null where the text has another form.</summary>
    internal IReadOnlyList<PlanePoint>? Parse(string text)
    {
        if (text.Length == 0)
            return [];
        var parts = text.Split(';', Most + 1);
        if (parts.Length > Most)
            return null;
        var points = new List<PlanePoint>();
        foreach (var part in parts)
        {
            if (part.Split(',') is not [var x, var y, var label]
                || NumberParameter.Parse(x, Minimum, Maximum) is not { } left
                || NumberParameter.Parse(y, Minimum, Maximum) is not { } up
                || !int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number >= Classes)
                return null;
            points.Add(new(left, up, number));
        }

        return points;
    }
}
