using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Reports;

/// <summary>What "runs --json" prints.</summary>
/// <param name="Folder">The folder that holds the runs.</param>
/// <param name="Runs">The runs, the newest first.</param>
internal sealed record RunsReport(string Folder, IReadOnlyList<RunListing> Runs);

/// <summary>A run.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Model">The network; null where the record cannot be read.</param>
/// <param name="Data">The data set; null likewise.</param>
/// <param name="Status">How it stands; null likewise.</param>
/// <param name="IsInUse">Whether a process trains in it now.</param>
/// <param name="Epochs">Epochs that are done.</param>
/// <param name="TotalEpochs">Epochs of the whole run; null where the record cannot be read.</param>
/// <param name="Accuracy">Share of right answers on the test set, in [0, 1]; null before the end.</param>
/// <param name="SamplesPerSecond">Speed of the training; null before the end of the first epoch.</param>
/// <param name="Seed">Its seed; null where the record cannot be read.</param>
/// <param name="Started">Start of its first session, UTC; null where the record cannot be read.</param>
/// <param name="Bytes">Bytes of all its files.</param>
/// <param name="Damage">Why the record cannot be read; null where it can, or where there is none yet.</param>
internal sealed record RunListing(
    string Folder,
    string? Model,
    string? Data,
    RunStatus? Status,
    bool IsInUse,
    int Epochs,
    int? TotalEpochs,
    double? Accuracy,
    double? SamplesPerSecond,
    ulong? Seed,
    DateTimeOffset? Started,
    long Bytes,
    string? Damage)
{
    public static RunListing Of(StoredRun run) => new(
        run.Path,
        run.Record?.Request.Model,
        run.Record?.Request.Data,
        run.Record?.Status,
        run.IsInUse,
        run.Record?.Epochs.Count ?? 0,
        run.Record?.Request.Options.Recipe.Epochs,
        run.Record?.Test?.Accuracy,
        run.Record is { } record ? ComparedRun.Speed(record) : null,
        run.Record?.Request.Options.Seed,
        run.Record?.Run.Started,
        run.Bytes,
        run.Damage);
}
