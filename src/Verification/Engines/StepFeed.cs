using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Engines;

/// <summary>What one training step is fed with.</summary>
/// <param name="Inputs">Samples [N, ...]; each value a float32, so that every engine starts from the same numbers.</param>
/// <param name="Labels">Right class of each sample [N].</param>
/// <param name="LearningRate">The rate of the step.</param>
public sealed record StepFeed(Tensor<Float64> Inputs, int[] Labels, double LearningRate);
