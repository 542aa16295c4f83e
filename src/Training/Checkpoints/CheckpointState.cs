using TorchBasics.Training.Metrics;
using TorchBasics.Training.Runs;

namespace TorchBasics.Training.Checkpoints;

/// <summary>The part of a checkpoint that is not arrays.</summary>
/// <param name="Request">What the user asked for; enough to build data, network and trainer again.</param>
/// <param name="DataHash">Hash of the training set, so that a run never continues on other data.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Meter">Sums of the epoch so far.</param>
/// <param name="History">Metrics of the epochs completed.</param>
public sealed record CheckpointState(
    RunRequest Request, string DataHash, long Step, MeterState Meter, IReadOnlyList<EpochMetrics> History);
