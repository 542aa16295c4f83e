using TorchBasics.Core;
using TorchBasics.Training.Data;

namespace TorchBasics.Training.Checkpoints;

/// <summary>What a file with weights says about them: everything that is needed to predict.</summary>
/// <param name="Architecture">The network.</param>
/// <param name="Normalization">How the values of a sample become the numbers that enter the network.</param>
/// <param name="ClassNames">What each output stands for.</param>
/// <param name="TrainedOn">Name of the data set.</param>
/// <param name="CreatedBy">Program and version.</param>
public sealed record ModelInfo(
    Architecture Architecture, Normalization Normalization, IReadOnlyList<string> ClassNames, string TrainedOn, string CreatedBy);
