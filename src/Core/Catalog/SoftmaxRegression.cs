using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Core.Catalog;

/// <summary>
/// The linear classifier: one neuron per class, and the largest wins. The first network of TensorFlow's beginner tutorial.
/// </summary>
/// <remarks>
/// Input  [N, 1, 28, 28], standardised to mean 0 and deviation 1.
/// Output [N, 10], logits (the softmax is part of the loss).
/// 7,850 parameters, 7,840 multiply-adds per image.
/// Source: LeCun et al. 1998, section III.C.1 (error 12.0 %); TensorFlow, "MNIST for ML Beginners", 2015 (about 8 %).
/// </remarks>
public static class SoftmaxRegression
{
    /// <summary>The network as data.</summary>
    public static Architecture Architecture { get; } = new("softmax-regression", [1, 28, 28],
        new Flatten(),                  // [N, 784]
        new Linear("fc", 784, 10));     // [N, 10] logits

    /// <summary>How it is trained by default.</summary>
    public static TrainingRecipe Recipe { get; } = new() { Data = "digits", Epochs = 10, BatchSize = 64, LearningRate = 0.01 };
}
