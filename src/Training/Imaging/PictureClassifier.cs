using TorchBasics.Core;
using TorchBasics.Kernels.Inference;
using TorchBasics.Training.Inference;

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
        if (!Suits(info))
        {
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{path} holds {info.Architecture.Name}, which takes samples {info.Architecture.Input} and returns {info.Architecture.Output}; pictures need a model from [N, 1, {DigitPreparation.Size}, {DigitPreparation.Size}] to one output for each class, such as lenet5.");
        }
    }

    /// <summary>Whether a model looks at pictures of 28 x 28 grey pixels and tells classes apart.</summary>
    /// <param name="info">What the model is.</param>
    /// <returns>Whether it does.</returns>
    public static bool Suits(ModelInfo info) =>
        info.Architecture.Input.Equals([1, DigitPreparation.Size, DigitPreparation.Size]) && info.Architecture.Output is [var classes] && classes == info.ClassNames.Count;

    /// <summary>All classes, the most probable one first.</summary>
    /// <param name="info">What the model is.</param>
    /// <param name="predictor">The model's network, ready to run.</param>
    /// <param name="picture">A picture as <see cref="DigitPreparation"/> returns it.</param>
    /// <returns>Names and probabilities; the probabilities sum to 1.</returns>
    /// <exception cref="TorchBasicsException">The numbers of the network exceed single precision, so that it gives no probabilities: kind Failed.</exception>
    public static IReadOnlyList<RankedClass> Rank(ModelInfo info, Predictor predictor, GreyPicture picture) =>
        ClassRanking.Of(info, predictor, info.Normalization.Apply(picture.Pixels, info.Architecture.Input));
}
