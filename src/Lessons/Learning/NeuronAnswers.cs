using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>The answers of several neurons side by side, for many places at once.</summary>
internal static class NeuronAnswers
{
    /// <summary>Asks all neurons.</summary>
    /// <param name="neurons">The neurons, at most 31.</param>
    /// <param name="places">Their inputs.</param>
    /// <returns>For each place the answers, bit k that of neuron k, and whether one of the sums is exactly 0.</returns>
    public static (int Answers, bool IsOnLine)[] Ask(
        IReadOnlyList<NeuronWeights> neurons, IReadOnlyList<(double X, double Y)> places)
    {
        var sums = Sums(neurons, places);
        var fires = ReferenceLayer.Forward(new Step(), [], sums);
        return [.. places.Select((_, place) => (
            Enumerable.Range(0, neurons.Count).Sum(k => (int)fires[place, k].Value << k),
            Enumerable.Range(0, neurons.Count).Any(k => sums[place, k].Value == 0)))];
    }

    /// <summary>The weighted sums [places, neurons], with the biases.</summary>
    public static Tensor<Float64> Sums(IReadOnlyList<NeuronWeights> neurons, IReadOnlyList<(double X, double Y)> places) =>
        ReferenceLayer.Forward(
            new Linear("neurons", 2, neurons.Count),
            [
                Tensor<Float64>.From([neurons.Count, 2], [.. neurons.SelectMany(neuron => (double[])[neuron.W1, neuron.W2])]),
                Tensor<Float64>.From([neurons.Count], [.. neurons.Select(neuron => neuron.B)]),
            ],
            Tensor<Float64>.From([places.Count, 2], [.. places.SelectMany(place => (double[])[place.X, place.Y])]));
}
