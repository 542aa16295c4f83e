using TorchBasics.Core;
using TorchBasics.Models.Inference;
using TorchBasics.Training.Checkpoints;

namespace TorchBasics.Training.Imaging;

/// <summary>Asks a network what a prepared picture shows.</summary>
public static class PictureClassifier
{
    /// <summary>Refuses a model that does not look at pictures of 28 x 28 grey pixels.</summary>
    /// <param name="path">File of the model, for the error.</param>
    /// <param name="info">What the model is.</param>
    /// <exception cref="TorchBasicsException">It takes other samples, or does not name its outputs: kind Usage.</exception>
    public static void CheckFits(string path, ModelInfo info)
    {
        var (input, output) = (info.Architecture.Input, info.Architecture.Output);
        if (!input.Equals([1, DigitPreparation.Size, DigitPreparation.Size]) || output is not [var classes] || classes != info.ClassNames.Count)
        {
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{path} is a {info.Architecture.Name} that takes samples {input} and returns {output}; pictures need a model from [N, 1, {DigitPreparation.Size}, {DigitPreparation.Size}] to one output for each class, such as lenet5.");
        }
    }

    /// <summary>All classes, the most probable one first.</summary>
    /// <param name="info">What the model is.</param>
    /// <param name="predictor">The model's network, ready to run.</param>
    /// <param name="picture">A picture as <see cref="DigitPreparation"/> returns it.</param>
    /// <returns>Names and probabilities; the probabilities sum to 1.</returns>
    /// <exception cref="TorchBasicsException">The numbers of the network exceed single precision, so that it gives no probabilities: kind Failed.</exception>
    /// <remarks>The probabilities are the softmax of the outputs, which for RBF outputs is Bayes' rule over equal Gaussians.</remarks>
    public static IReadOnlyList<RankedClass> Rank(ModelInfo info, Predictor predictor, GreyPicture picture)
    {
        var probabilities = new double[predictor.Outputs];
        predictor.Probabilities(info.Normalization.Apply(picture.Pixels, info.Architecture.Input), probabilities);
        if (!Array.TrueForAll(probabilities, double.IsFinite))
            throw new TorchBasicsException(ErrorKind.Failed, $"{info.Architecture.Name} gives no probabilities: its numbers exceed the range of single precision on this picture.");
        return [.. info.ClassNames.Zip(probabilities, (name, probability) => new RankedClass(name, probability))
            .OrderByDescending(ranked => ranked.Probability)];
    }
}
