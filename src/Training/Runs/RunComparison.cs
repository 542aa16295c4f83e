using TorchBasics.Core.Errors;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Runs;

/// <summary>Two runs side by side, by their records.</summary>
/// <param name="First">One run.</param>
/// <param name="Second">The other.</param>
/// <param name="Options">What they were asked to do differently.</param>
/// <param name="Versions">Versions that differ, as "name", first and second.</param>
/// <param name="SameData">Whether they learnt from and were tested by the same samples.</param>
/// <param name="SameWeights">Whether both came to the same weights, to the last bit; false where one has not finished.</param>
/// <param name="SameCurves">Epochs from the first on that gave both the same losses and accuracies, to the last bit.</param>
public sealed record RunComparison(
    ComparedRun First,
    ComparedRun Second,
    IReadOnlyList<OptionDifference> Options,
    IReadOnlyList<OptionDifference> Versions,
    bool SameData,
    bool SameWeights,
    int SameCurves)
{
    /// <summary>Compares two runs.</summary>
    /// <param name="first">One run.</param>
    /// <param name="second">The other.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="TorchBasicsException">One has no record that can be read: kind Data.</exception>
    public static RunComparison Of(StoredRun first, StoredRun second)
    {
        var (one, other) = (ComparedRun.Of(first), ComparedRun.Of(second));
        return new(
            one,
            other,
            OptionDifference.Between(one.Record.Request, other.Record.Request),
            VersionsOf(one.Record, other.Record),
            one.Record.DataHashes == other.Record.DataHashes,
            one.Record.WeightHash is { } hash && hash == other.Record.WeightHash,
            one.Record.Epochs.Zip(other.Record.Epochs)
                .TakeWhile(pair => pair.First with { Seconds = 0 } == pair.Second with { Seconds = 0 }).Count());
    }

    private static IReadOnlyList<OptionDifference> VersionsOf(RunRecord first, RunRecord second) =>
    [
        .. first.Versions.Keys.Union(second.Versions.Keys).Order(StringComparer.Ordinal)
            .Select(name => new OptionDifference(
                name, first.Versions.GetValueOrDefault(name), second.Versions.GetValueOrDefault(name)))
            .Where(version => version.First != version.Second),
    ];
}
