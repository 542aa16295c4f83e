using System.Globalization;

namespace TorchBasics.Lessons.Parameters;

/// <summary>A whole number on a slider.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Start">What it begins with.</param>
/// <param name="Minimum">The smallest value.</param>
/// <param name="Maximum">The largest value.</param>
public sealed record WholeParameter(string Name, int Start, int Minimum, int Maximum)
    : Parameter(Name, Start.ToString(CultureInfo.InvariantCulture))
{
    /// <inheritdoc/>
    public override string ExpectedIn(Texts texts) => texts.Format("expected.whole", Minimum, Maximum);

    /// <inheritdoc/>
    public override string? Normalize(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        && value >= Minimum && value <= Maximum
            ? value.ToString(CultureInfo.InvariantCulture)
            : null;
}
