namespace TorchBasics.Training.Perceptrons;

/// <summary>One pass of the learning rule over the samples.</summary>
/// <param name="Epoch">Number of the epoch, counted from 1.</param>
/// <param name="Mistakes">Samples answered wrongly when their turn came.</param>
/// <param name="Weights">Weights after the epoch.</param>
/// <param name="Bias">Bias after the epoch.</param>
public sealed record PerceptronEpoch(int Epoch, int Mistakes, IReadOnlyList<float> Weights, float Bias);
