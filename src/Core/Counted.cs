namespace TorchBasics.Core;

/// <summary>Numbers of things as a sentence needs them.</summary>
public static class Counted
{
    /// <summary>"1 row", "1,000 rows".</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The word for one of them.</param>
    /// <param name="many">The word for any other number; null for the same with an s.</param>
    /// <returns>The number, with separators between thousands, and the word.</returns>
    public static string Of(long count, string one, string? many = null) =>
        FormattableString.Invariant($"{count:N0} {(count == 1 ? one : many ?? one + "s")}");
}
