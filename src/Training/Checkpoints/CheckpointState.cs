using TorchBasics.Core.Errors;
using TorchBasics.Training.Metrics;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Checkpoints;

/// <summary>
/// The part of a checkpoint that is not arrays. It is all that a run needs to continue, even where its run.json is lost.
/// </summary>
/// <param name="Run">Which run the checkpoint is of.</param>
/// <param name="Request">What the user asked for; enough to build data, network and trainer again.</param>
/// <param name="DataHashes">Hashes of every set in use, so that a run never continues on other samples.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Meter">Sums of the epoch so far.</param>
/// <param name="History">Metrics of the epochs completed.</param>
public sealed record CheckpointState(
    RunIdentity Run, RunRequest Request, DataHashes DataHashes, long Step, MeterState Meter, IReadOnlyList<EpochMetrics> History)
{
    /// <summary>Refuses what no run can have written.</summary>
    /// <returns>This state.</returns>
    /// <exception cref="TorchBasicsException">A number is out of its range, or two do not fit together.</exception>
    internal CheckpointState Check()
    {
        Run.Check();
        Request.Check();
        DataHashes.Check();
        RunRules.Check(History, Request, stepsPerEpoch: null);
        RunRules.Require(
            Step >= (History.Count > 0 ? History[^1].Step : 0), $"the step is {Step}, but {History.Count} epochs are completed");
        RunRules.Require(
            double.IsFinite(Meter.LossSum) && Meter.Correct >= 0 && Meter.Correct <= Meter.Count,
            $"the sums of the epoch are {Meter}");
        return this;
    }
}
