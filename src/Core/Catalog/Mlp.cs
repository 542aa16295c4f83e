using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Core.Catalog;

/// <summary>The multilayer perceptron: fully connected layers with ReLU between them.</summary>
/// <remarks>
/// Input  [N, 1, 28, 28], standardised to mean 0 and deviation 1.
/// Output [N, 10], logits (no softmax).
/// With the default of one hidden layer of 300 units: 238,510 parameters, 238,200 multiply-adds per image.
/// Source: LeCun et al. 1998, section III.C.3 (300 hidden units, error 4.7 %). Deviations: ReLU, cross-entropy.
/// </remarks>
public static class Mlp
{
    /// <summary>The network as data, with one hidden layer of 300 units.</summary>
    public static Architecture Architecture { get; } = Describe("mlp", [1, 28, 28], 10, 300);

    /// <summary>How it is trained by default.</summary>
    public static TrainingRecipe Recipe { get; } =
        new() { Data = "digits", Epochs = 10, BatchSize = 64, LearningRate = 0.05, LabelSmoothing = 0.05 };

    /// <summary>The description for any input, number of classes and hidden layers.</summary>
    /// <param name="name">Name of the network.</param>
    /// <param name="input">Shape of a sample; pictures are flattened.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="hidden">Units of each hidden layer.</param>
    /// <returns>Layers fc1, fc2, ... with ReLU between them; a single layer when nothing is hidden.</returns>
    public static Architecture Describe(string name, Shape input, int classes, params ReadOnlySpan<int> hidden)
    {
        var layers = new List<Layer>();
        if (input.Count > 1)
            layers.Add(new Flatten());
        var features = (int)input.Elements;
        foreach (var units in hidden)
        {
            layers.Add(new Linear($"fc{layers.OfType<Linear>().Count() + 1}", features, units));
            layers.Add(new Relu());
            features = units;
        }

        layers.Add(new Linear($"fc{hidden.Length + 1}", features, classes));
        return new Architecture(name, input, layers);
    }
}
