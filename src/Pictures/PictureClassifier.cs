using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Kernels.Inference;

namespace TorchBasics.Pictures;

/// <summary>Asks a network what a prepared picture shows.</summary>
public static class PictureClassifier
{
    /// <summary>Refuses a model that does not look at grey pictures.</summary>
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

    /// <summary>
    /// Whether a model looks at grey pictures and tells classes apart: of 28 x 28 pixels where it is one of signs, else of any
    /// size.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <returns>Whether it does.</returns>
    public static bool Suits(Model model) =>
        model.Architecture.Input is [1, var height, var width]
        && (model.Preparation == PicturePreparation.Whole || (height, width) == (DigitPreparation.Size, DigitPreparation.Size))
        && model.Architecture.Output is [var classes] && classes == model.ClassNames.Count;

    /// <summary>Prepares a picture of any size as those were that the model was trained on.</summary>
    /// <param name="model">A model that <see cref="Suits"/>.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="path">What the picture is called in errors.</param>
    /// <returns>A picture of the size that the network takes.</returns>
    /// <exception cref="TorchBasicsException">
    /// A picture of a sign shows nothing but its background: kind Data.
    /// </exception>
    public static GreyPicture Prepare(Model model, GreyPicture picture, string path) => PreparedPicture.Of(
        picture, path, model.Preparation, new(model.Architecture.Input[1], model.Architecture.Input[2]));

    /// <summary>All classes, the most probable one first.</summary>
    /// <param name="model">The model.</param>
    /// <param name="predictor">The model's network, ready to run.</param>
    /// <param name="picture">A picture as <see cref="Prepare"/> returns it.</param>
    /// <returns>Names and probabilities; the probabilities sum to 1.</returns>
    /// <exception cref="TorchBasicsException">
    /// The numbers of the network exceed single precision, so that it gives no probabilities: kind Failed.
    /// </exception>
    public static IReadOnlyList<RankedClass> Rank(Model model, Predictor predictor, GreyPicture picture) =>
        ClassRanking.Of(model, predictor, model.Prepare(picture.Pixels));

    /// <summary>A picture as a network sees it, but for its normalisation.</summary>
    /// <param name="model">The model.</param>
    /// <param name="picture">A picture as <see cref="Prepare"/> returns it.</param>
    /// <returns>The deskewed picture where the model is of such pictures, else the picture itself.</returns>
    public static GreyPicture Seen(Model model, GreyPicture picture) =>
        model.IsDeskewed ? new(picture.Width, picture.Height, model.Straighten(picture.Pixels).ToArray()) : picture;
}
