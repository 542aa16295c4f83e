using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Kernels.Inference;

/// <summary>Asks a network which classes a sample may belong to.</summary>
public static class ClassRanking
{
    /// <summary>All classes, the most probable one first; of equal ones the one with the smaller number.</summary>
    /// <param name="model">The model.</param>
    /// <param name="predictor">The model's network, ready to run.</param>
    /// <param name="sample">One sample as it enters the network, normalised.</param>
    /// <returns>Names and probabilities; the probabilities sum to 1.</returns>
    /// <exception cref="TorchBasicsException">
    /// The numbers of the network exceed single precision, so that it gives no probabilities: kind Failed.
    /// </exception>
    /// <remarks>
    /// The probabilities are the softmax of the outputs, which for RBF outputs is Bayes' rule over equal Gaussians. A single
    /// output, cut off at 0 and 1, is the probability of the second class.
    /// </remarks>
    public static IReadOnlyList<RankedClass> Of(Model model, Predictor predictor, ReadOnlySpan<float> sample)
    {
        var probabilities = predictor.Outputs == 1 ? OfSingle(predictor, sample) : new double[predictor.Outputs];
        if (predictor.Outputs > 1)
            predictor.Probabilities(sample, probabilities);
        if (!Array.TrueForAll(probabilities, double.IsFinite))
            throw new TorchBasicsException(ErrorKind.Failed, $"{model.Architecture.Name} gives no probabilities: "
                + "its numbers exceed the range of single precision on this sample.");
        return [.. model.ClassNames.Zip(probabilities, (name, probability) => new RankedClass(name, probability))
            .OrderByDescending(ranked => ranked.Probability)];
    }

    private static double[] OfSingle(Predictor predictor, ReadOnlySpan<float> sample)
    {
        Span<float> output = stackalloc float[1];
        predictor.Run(sample, output);
        var second = Math.Clamp((double)output[0], 0, 1);
        return [1 - second, second];
    }
}
