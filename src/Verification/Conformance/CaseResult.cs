namespace TorchBasics.Verification.Conformance;

/// <summary>How a case of a suite ended on one engine.</summary>
/// <param name="Case">Name of the case: its folder, seen from that of the suite.</param>
/// <param name="Engine">What computed it.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">
/// What differs, is not supported or cannot be read; for a case that passed, what in the suite had to be put right, mostly empty.
/// </param>
/// <param name="Largest">The element nearest to its bound or farthest beyond it; null when nothing was compared.</param>
public sealed record CaseResult(
    string Case, ConformanceEngine Engine, CaseOutcome Outcome, string Detail, CaseDeviation? Largest);
