using System.Globalization;

namespace TorchBasics.Lessons.Parameters;

/// <summary>What random numbers begin with. Always called "seed".</summary>
/// <param name="Start">What it begins with.</param>
public sealed record SeedParameter(uint Start) : Parameter("seed", Start.ToString(CultureInfo.InvariantCulture))
{
    /// <inheritdoc/>
    public override string ExpectedIn(Texts texts) => texts.Format("expected.whole", 0, uint.MaxValue);

    /// <inheritdoc/>
    public override string? Normalize(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value.ToString(CultureInfo.InvariantCulture)
            : null;
}
