using System.Runtime.InteropServices;
using TorchBasics.Bindings.Memory;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Models;
using TorchBasics.Training.Data;

namespace TorchBasics.Training.Perceptrons;

/// <summary>
/// The perceptron learning rule (Rosenblatt 1958): the samples in their order, again and again; each wrong answer moves
/// the line towards the sample. On 0/1 inputs with rate 1 all weights are small integers, so that floats hold them exactly
/// and a repetition is a proof, not a guess.
/// </summary>
public static class PerceptronRule
{
    /// <summary>Trains until the rule stops, repeats itself or runs out of epochs.</summary>
    /// <param name="perceptron">The neuron, changed in place.</param>
    /// <param name="samples">Two classes, numbered 0 and 1.</param>
    /// <param name="normalization">How the values become the numbers that enter the neuron.</param>
    /// <param name="epochs">Epochs at most; at least 1.</param>
    /// <param name="rate">Size of a correction; positive.</param>
    /// <returns>What happened, epoch by epoch.</returns>
    /// <exception cref="TorchBasicsException">There are not exactly two classes, or a number is out of its range.</exception>
    public static PerceptronResult Train(
        Perceptron perceptron, SampleSet samples, Normalization normalization, int epochs, double rate)
    {
        if (samples.ClassNames.Count != 2)
            throw new TorchBasicsException(
                ErrorKind.Usage, $"A perceptron tells two classes apart; {samples.Name} has {samples.ClassNames.Count}.");
        if (epochs < 1)
            throw new TorchBasicsException(ErrorKind.Usage, $"The epochs is {epochs}; expected at least 1.");
        if (!double.IsFinite(rate) || rate <= 0)
            throw new TorchBasicsException(ErrorKind.Usage, $"The learning rate is {rate}; expected a positive number.");

        var inputs = Enumerable.Range(0, samples.Count).Select(i => Values(samples, i, normalization)).ToArray();
        var labels = samples.Labels.ToArray();
        var seen = new Dictionary<string, int> { [Fingerprint(perceptron)] = 0 };
        var history = new List<PerceptronEpoch>();
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            var mistakes = inputs.Zip(labels).Count(sample => perceptron.Correct(sample.First, sample.Second, (float)rate));
            history.Add(new(
                epoch,
                mistakes,
                perceptron.State[0].Values.AsReadOnlySpan<float>().ToArray(),
                perceptron.State[1].Values.AsReadOnlySpan<float>()[0]));
            if (mistakes == 0)
                return new(PerceptronOutcome.Converged, history, CycleStart: null);
            if (!seen.TryAdd(Fingerprint(perceptron), epoch))
                return new(PerceptronOutcome.Cycles, history, seen[Fingerprint(perceptron)]);
        }

        return new(PerceptronOutcome.Undecided, history, CycleStart: null);
    }

    private static float[] Values(SampleSet samples, int index, Normalization normalization)
    {
        if (samples.Inputs.Type == ElementType.UInt8)
            return normalization.Apply(samples.Sample<byte>(index), samples.Shape);
        var values = samples.Sample<float>(index).ToArray();
        normalization.ApplyInPlace(values, samples.Shape);
        return values;
    }

    private static string Fingerprint(Perceptron perceptron) =>
        string.Join(' ', perceptron.State.Select(
            pair => Convert.ToHexString(MemoryMarshal.AsBytes(pair.Values.AsReadOnlySpan<float>()))));
}
