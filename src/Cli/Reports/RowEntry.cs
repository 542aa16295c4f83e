using TorchBasics.Published;

namespace TorchBasics.Cli.Reports;

/// <summary>A published result, and what was measured for it with this version.</summary>
/// <param name="Name">The row.</param>
/// <param name="Result">What it is.</param>
/// <param name="Source">Where the value stands.</param>
/// <param name="IsChecked">Whether the source itself was read.</param>
/// <param name="LowestPublished">The published error on the test set, in percent; the lowest of a range.</param>
/// <param name="HighestPublished">The highest of a range; the same for a single value.</param>
/// <param name="Deviations">What is not as published.</param>
/// <param name="Measured">What was measured; null where nothing was.</param>
internal sealed record RowEntry(
    string Name,
    string Result,
    string Source,
    bool IsChecked,
    double LowestPublished,
    double HighestPublished,
    IReadOnlyList<string> Deviations,
    RowResult? Measured);
