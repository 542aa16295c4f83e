using TorchBasics.Bindings.Memory;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Models;

/// <summary>One neuron with a step activation: y = step(w x + b).</summary>
/// <remarks>
/// Input  [N, features], numbers of any range.
/// Output [N, 1], 0 or 1.
/// Source: Rosenblatt 1958; the learning rule and its convergence: Novikoff 1962.
/// </remarks>
public sealed class Perceptron : Network
{
    /// <summary>Creates a neuron with all weights 0, from where the learning rule starts.</summary>
    /// <param name="features">Inputs of the neuron.</param>
    public Perceptron(int features = 2)
        : base(Describe(features))
    {
    }

    /// <summary>What the learning rule starts with on the truth table of AND.</summary>
    public static TrainingRecipe Recipe { get; } = new() { Data = "and", Epochs = 100, BatchSize = 1, LearningRate = 1, Schedule = ScheduleKind.Constant };

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
        [.. architecture.Parameters.Select(parameter => NamedArray.Of<float>(parameter.Name, [.. parameter.Spec.Shape.Select(size => (long)size)], new float[parameter.Spec.Shape.Elements]))];

    /// <summary>
    /// One step of the learning rule: w += rate (t - y) x and b += rate (t - y), which changes nothing when the answer
    /// is right.
    /// </summary>
    /// <param name="input">One sample.</param>
    /// <param name="target">The right answer t, 0 or 1.</param>
    /// <param name="rate">Size of the correction; on a problem that a line solves, any positive rate converges.</param>
    /// <returns>Whether the answer was wrong and the weights changed.</returns>
    public bool Correct(ReadOnlySpan<float> input, int target, float rate = 1)
    {
        var state = State;
        var weight = state[0].Values.AsSpan<float>();
        var bias = state[1].Values.AsSpan<float>();
        if (input.Length != weight.Length)
            throw new ShapeException($"The perceptron got a sample of {input.Length} numbers; expected {weight.Length}.");
        var sum = bias[0];
        for (var i = 0; i < weight.Length; i++)
            sum += weight[i] * input[i];
        var error = target - (sum > 0 ? 1 : 0);
        if (error == 0)
            return false;

        for (var i = 0; i < weight.Length; i++)
            weight[i] += rate * error * input[i];
        bias[0] += rate * error;
        return true;
    }
}
