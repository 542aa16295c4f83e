using System.Globalization;

namespace TorchBasics.Lessons.Parameters;

/// <summary>A number on a slider.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Start">What it begins with.</param>
/// <param name="Minimum">The smallest value.</param>
/// <param name="Maximum">The largest value.</param>
/// <param name="Step">How far a slider moves; other numbers can be typed.</param>
public sealed record NumberParameter(string Name, double Start, double Minimum, double Maximum, double Step = 0.1)
    : Parameter(Name, Text(Start))
{
    /// <inheritdoc/>
    public override string ExpectedIn(Texts texts) => texts.Format("expected.number", Text(Minimum), Text(Maximum));

    /// <inheritdoc/>
    public override string? Normalize(string text) => Parse(text, Minimum, Maximum) is { } value ? Text(value) : null;

    /// <summary>The shortest text that is read as the same number.</summary>
    internal static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a number within a range; null for anything else.</summary>
    internal static double? Parse(string text, double minimum, double maximum) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && value >= minimum && value <= maximum
            ? value + 0.0 // -0 and 0 are one value
            : null;
}
