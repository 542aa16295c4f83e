using TorchBasics.Core.Recipes;
using TorchBasics.Verification.Engines;

namespace TorchBasics.Verification.Running;

/// <summary>One run of a check.</summary>
/// <param name="Model">The network.</param>
/// <param name="Parameters">Number of its parameters.</param>
/// <param name="Steps">Steps of training.</param>
/// <param name="BatchSize">Samples in each.</param>
/// <param name="Optimizer">The rule.</param>
/// <param name="Loss">The loss.</param>
/// <param name="LearningRate">The rate of the first step.</param>
public sealed record RunHeader(
    string Model, long Parameters, int Steps, int BatchSize, OptimizerKind Optimizer, LossKind Loss, double LearningRate)
{
    /// <summary>The header of a run.</summary>
    /// <param name="spec">The run.</param>
    /// <returns>The header.</returns>
    public static RunHeader Of(RunSpec spec) => new(
        spec.Architecture.Name,
        spec.Architecture.ParameterCount,
        spec.Steps.Count,
        spec.Steps[0].Labels.Length,
        spec.Recipe.Optimizer,
        spec.Recipe.Loss,
        spec.Steps[0].LearningRate);
}
