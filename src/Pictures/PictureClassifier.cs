using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Kernels.Inference;

namespace TorchBasics.Pictures;

/// <summary>Asks a network what a prepared picture shows.</summary>
public static class PictureClassifier
{
    /// <summary>Refuses a model that does not look at pictures of 28 x 28 grey pixels.</summary>
    /// <param name="path">File of the model, for the error.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="TorchBasicsException">It takes other samples, or does not name its outputs: kind Usage.</exception>
    public static void CheckFits(string path, Model model)
    {
        if (!Suits(model))
        {
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{path} holds {model.Architecture.Name}, which takes samples {model.Architecture.Input} and returns "
                + $"{model.Architecture.Output}; pictures need a model from [N, 1, {DigitPreparation.Size}, "
                + $"{DigitPreparation.Size}] to one output for each class, such as lenet5.");
        }
    }

    /// <summary>Whether a model looks at pictures of 28 x 28 grey pixels and tells classes apart.</summary>
    /// <param name="model">The model.</param>
    /// <returns>Whether it does.</returns>
    public static bool Suits(Model model) =>
        model.Architecture.Input.Equals([1, DigitPreparation.Size, DigitPreparation.Size])
        && model.Architecture.Output is [var classes] && classes == model.ClassNames.Count;

    /// <summary>All classes, the most probable one first.</summary>
    /// <param name="model">The model.</param>
    /// <param name="predictor">The model's network, ready to run.</param>
    /// <param name="picture">A picture as <see cref="DigitPreparation"/> returns it.</param>
    /// <returns>Names and probabilities; the probabilities sum to 1.</returns>
    /// <exception cref="TorchBasicsException">
    /// The numbers of the network exceed single precision, so that it gives no probabilities: kind Failed.
    /// </exception>
    public static IReadOnlyList<RankedClass> Rank(Model model, Predictor predictor, GreyPicture picture) =>
        ClassRanking.Of(model, predictor, model.Prepare(picture.Pixels));

    /// <summary>A picture as a network sees it, but for its normalisation.</summary>
    /// <param name="model">The model.</param>
    /// <param name="picture">A picture as <see cref="DigitPreparation"/> returns it.</param>
    /// <returns>The deskewed picture where the model is of such pictures, else the picture itself.</returns>
    public static GreyPicture Seen(Model model, GreyPicture picture) =>
        model.IsDeskewed ? new(picture.Width, picture.Height, model.Straighten(picture.Pixels).ToArray()) : picture;
}
