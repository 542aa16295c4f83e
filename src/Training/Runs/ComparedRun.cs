using TorchBasics.Core.Errors;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Runs;

/// <summary>One of two runs that are compared.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="Record">Its record.</param>
public sealed record ComparedRun(string Path, RunRecord Record)
{
    /// <summary>
    /// Samples per second while it trained, without evaluation, over all epochs; null before the end of the first.
    /// </summary>
    public double? SamplesPerSecond => Speed(Record);

    /// <summary>The speed of a run.</summary>
    /// <param name="record">Its record.</param>
    /// <returns>Samples per second; null before the end of the first epoch.</returns>
    public static double? Speed(RunRecord record) =>
        record.Epochs is [.., var last] && record.Epochs.Sum(epoch => epoch.Seconds) is > 0 and var seconds
            ? last.Step * record.Request.Options.Recipe.BatchSize / seconds
            : null;

    internal static ComparedRun Of(StoredRun run) => new(run.Path, run.Record ?? throw new TorchBasicsException(
        ErrorKind.Data, run.Damage ?? $"{run.Path} has no record yet; its run has only begun."));
}
