namespace TorchBasics.Benchmarks.Running;

/// <summary>How one rival did in one contest.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SecondsPerStep">Geometric mean over the rounds.</param>
/// <param name="Speed">Its speed as a multiple of the baseline's.</param>
/// <param name="OfMatrixProduct">Its additions and multiplications per second as a share of those of the matrix product.</param>
/// <param name="OfPeak">The same as a share of what <see cref="MultiplyAddPeak"/> reaches.</param>
/// <param name="AllocatedPerStep">Managed bytes allocated per step; null where they cannot be seen.</param>
/// <param name="PeakMemory">Bytes; null when not measured.</param>
internal sealed record Standing(
    string Name,
    double SecondsPerStep,
    LogRatio Speed,
    LogRatio OfMatrixProduct,
    LogRatio OfPeak,
    double? AllocatedPerStep,
    long? PeakMemory);

/// <summary>The outcome of a contest.</summary>
/// <param name="Contest">What was done.</param>
/// <param name="Standings">One per rival, the baseline first.</param>
/// <param name="Limits">What the machine could do in the same rounds.</param>
/// <param name="LargestDifference">Largest difference between the results of any rival and the baseline's.</param>
internal sealed record Outcome(
    Contest Contest,
    IReadOnlyList<Standing> Standings,
    MachineLimits Limits,
    double LargestDifference);
