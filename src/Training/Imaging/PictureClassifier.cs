using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Models;
using TorchBasics.Training.Checkpoints;
using static TorchSharp.torch;

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
    /// <param name="network">The model's network, on the CPU.</param>
    /// <param name="picture">A picture as <see cref="DigitPreparation"/> returns it.</param>
    /// <returns>Names and probabilities; the probabilities sum to 1.</returns>
    /// <remarks>The probabilities are the softmax of the outputs, which for RBF outputs is Bayes' rule over equal Gaussians.</remarks>
    public static IReadOnlyList<RankedClass> Rank(ModelInfo info, Network network, GreyPicture picture)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        network.eval();
        var values = info.Normalization.Apply(picture.Pixels, info.Architecture.Input);
        var outputs = network.call(tensor(values).reshape(1, 1, picture.Height, picture.Width)).reshape(-1).to_type(ScalarType.Float64);
        var probabilities = info.Architecture.Layers[^1] is Softmax ? outputs : outputs.softmax(0);
        return [.. info.ClassNames.Zip(probabilities.data<double>(), (name, probability) => new RankedClass(name, probability))
            .OrderByDescending(ranked => ranked.Probability)];
    }
}
