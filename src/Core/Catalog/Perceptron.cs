using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Core.Catalog;

/// <summary>One neuron with a step activation: y = step(w x + b).</summary>
/// <remarks>
/// Input  [N, features], numbers of any range.
/// Output [N, 1], 0 or 1.
/// Source: Rosenblatt 1958; the learning rule and its convergence: Novikoff 1962.
/// </remarks>
public static class Perceptron
{
    /// <summary>What the learning rule starts with on the truth table of AND.</summary>
    public static TrainingRecipe Recipe { get; } =
        new() { Data = "and", Epochs = 100, BatchSize = 1, LearningRate = 1, Schedule = ScheduleKind.Constant };

    /// <summary>The description for a number of inputs.</summary>
    /// <param name="features">Inputs of the neuron.</param>
    /// <returns>features + 1 parameters.</returns>
    public static Architecture Describe(int features) => new("perceptron", [features],
        new Linear("neuron", features, 1),  // [N, 1] w x + b
        new Step());                        // [N, 1] 0 or 1

    /// <summary>The weights that the learning rule starts from.</summary>
    /// <param name="architecture">A description of this kind.</param>
    /// <returns>Arrays of zeros.</returns>
    internal static IReadOnlyList<NamedArray> Zeros(Architecture architecture) =>
        [.. architecture.Parameters.Select(parameter => NamedArray.Of<float>(
            parameter.Name, [.. parameter.Spec.Shape.Select(size => (long)size)], new float[parameter.Spec.Shape.Elements]))];
}
