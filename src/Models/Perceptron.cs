using TorchBasics.Bindings.Memory;
using TorchBasics.Core.Errors;

namespace TorchBasics.Models;

/// <summary>
/// A libtorch module of <see cref="Core.Catalog.Perceptron"/>, with all weights 0, from where the learning rule starts.
/// </summary>
/// <param name="features">Inputs of the neuron.</param>
public sealed class Perceptron(int features = 2) : Network(Core.Catalog.Perceptron.Describe(features))
{
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
