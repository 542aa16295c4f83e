using TorchBasics.Core;
using TorchBasics.Training.Metrics;

namespace TorchBasics.Training;

/// <summary>All that a <see cref="Trainer"/> needs to continue, besides its options and its data.</summary>
/// <param name="Step">Steps done since the start of the run; gives epoch, position, schedule and every random stream.</param>
/// <param name="Meter">Sums of the epoch so far.</param>
/// <param name="Weights">Every array of the network.</param>
/// <param name="OptimizerArrays">Every buffer of the optimizer, and its count of steps.</param>
public sealed record TrainerState(
    long Step, MeterState Meter, IReadOnlyList<NamedArray> Weights, IReadOnlyList<NamedArray> OptimizerArrays);
