namespace TorchBasics.Verification.Conformance;

/// <summary>How a suite ended.</summary>
/// <param name="Suite">Its folder.</param>
/// <param name="Cases">Cases found.</param>
/// <param name="Results">One result for each case and engine.</param>
public sealed record ConformanceReport(string Suite, int Cases, IReadOnlyList<CaseResult> Results)
{
    /// <summary>Whether every case passed on every engine.</summary>
    public bool Passed => Results.All(result => result.Outcome == CaseOutcome.Passed);

    /// <summary>How many cases ended in one way on one engine.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="outcome">The way.</param>
    /// <returns>The number.</returns>
    public int Count(ConformanceEngine engine, CaseOutcome outcome) =>
        Results.Count(result => result.Engine == engine && result.Outcome == outcome);

    /// <summary>What is not supported, and how many results name it, the most frequent first.</summary>
    public IReadOnlyList<UnsupportedFeature> Unsupported =>
        [.. Results.Where(result => result.Outcome == CaseOutcome.Unsupported).CountBy(result => result.Detail)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new UnsupportedFeature(pair.Key, pair.Value))];
}
