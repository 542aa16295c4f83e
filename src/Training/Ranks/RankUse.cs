using TorchBasics.Core;

namespace TorchBasics.Training.Ranks;

/// <summary>The processes that trained together in the last session of a run.</summary>
/// <param name="Count">How many.</param>
/// <param name="Hosts">The machine of each.</param>
/// <param name="Library">What carried the bytes.</param>
/// <param name="BytesSent">Bytes that rank 0 sent.</param>
/// <param name="WaitingShare">Share of its time that rank 0 waited for the others, 0 to 1.</param>
public sealed record RankUse(int Count, IReadOnlyList<string> Hosts, string? Library, long BytesSent, double WaitingShare)
{
    /// <summary>How many, and where.</summary>
    internal string Where => FormattableString.Invariant(
        $"{Counted.Of(Count, "process", "processes")} on {Counted.Of(Hosts.Distinct().Count(), "machine")}");

    /// <summary>What working together took.</summary>
    internal string Cost =>
        FormattableString.Invariant($"rank 0 sent {BytesSent / 1e6:N1} MB and waited {WaitingShare:P0} of its time");
}
