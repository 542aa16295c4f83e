using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>Rosenblatt's learning rule for one neuron with two inputs, with every update written down.</summary>
/// <remarks>A sample with a wrong answer moves the weights: w + rate (target - answer) x, b + rate (target - answer).</remarks>
internal static class PerceptronRule
{
    private static readonly Linear Sum = new("neuron", 2, 1);

    /// <summary>What a neuron says.</summary>
    /// <param name="weights">Its weights.</param>
    /// <param name="x1">First input.</param>
    /// <param name="x2">Second input.</param>
    /// <returns>The weighted sum with the bias, and the answer, 0 or 1.</returns>
    public static (double Sum, int Answer) Ask(NeuronWeights weights, double x1, double x2)
    {
        var sum = ReferenceLayer.Forward<Float64>(
            Sum,
            [Tensor<Float64>.From([1, 2], [weights.W1, weights.W2]), Tensor<Float64>.From([1], [weights.B])],
            Tensor<Float64>.From([1, 2], [x1, x2]));
        return (sum[0, 0].Value, (int)ReferenceLayer.Forward(new Step(), [], sum)[0, 0].Value);
    }

    /// <summary>Learns until a pass over the samples needs no update, or weights come back at the end of a pass.</summary>
    /// <param name="samples">Inputs and targets, in the order in which they are looked at.</param>
    /// <param name="start">The weights to begin with.</param>
    /// <param name="rate">Size of a correction.</param>
    /// <param name="passes">The most passes.</param>
    /// <returns>What happened.</returns>
    public static PerceptronHistory Learn(
        IReadOnlyList<(double X1, double X2, int Target)> samples, NeuronWeights start, double rate, int passes)
    {
        var updates = new List<PerceptronUpdate>();
        var seen = new Dictionary<NeuronWeights, int> { [start] = 0 };
        var weights = start;
        for (var pass = 1; pass <= passes; pass++)
        {
            var before = updates.Count;
            foreach (var (x1, x2, target) in samples)
            {
                var answer = Ask(weights, x1, x2).Answer;
                if (answer == target)
                    continue;
                var size = rate * (target - answer);
                var moved = new NeuronWeights(weights.W1 + (size * x1), weights.W2 + (size * x2), weights.B + size);
                updates.Add(new(pass, x1, x2, target, answer, weights, moved));
                weights = moved;
            }

            if (updates.Count == before)
                return new(updates, weights, pass, HasLearnt: true, CycleStart: null);
            if (!seen.TryAdd(weights, pass))
                return new(updates, weights, pass, HasLearnt: false, CycleStart: seen[weights]);
        }

        return new(updates, weights, passes, HasLearnt: false, CycleStart: null);
    }
}

/// <summary>The weights of a neuron with two inputs.</summary>
/// <param name="W1">Weight of the first input.</param>
/// <param name="W2">Weight of the second input.</param>
/// <param name="B">Bias.</param>
internal readonly record struct NeuronWeights(double W1, double W2, double B);

/// <summary>A correction.</summary>
/// <param name="Pass">The pass over the samples, from 1.</param>
/// <param name="X1">First input of the sample.</param>
/// <param name="X2">Second input of the sample.</param>
/// <param name="Target">The right answer.</param>
/// <param name="Answer">What the neuron said.</param>
/// <param name="Before">The weights that said it.</param>
/// <param name="After">The corrected weights.</param>
internal sealed record PerceptronUpdate(
    int Pass, double X1, double X2, int Target, int Answer, NeuronWeights Before, NeuronWeights After);

/// <summary>What the learning rule did.</summary>
/// <param name="Updates">Every correction, in order.</param>
/// <param name="Weights">The weights at the end.</param>
/// <param name="Passes">How many passes there were, the last one included.</param>
/// <param name="HasLearnt">Whether the last pass needed no correction.</param>
/// <param name="CycleStart">The pass after which the weights had been the same before, 0 for the start; null for none.</param>
internal sealed record PerceptronHistory(
    IReadOnlyList<PerceptronUpdate> Updates, NeuronWeights Weights, int Passes, bool HasLearnt, int? CycleStart);
