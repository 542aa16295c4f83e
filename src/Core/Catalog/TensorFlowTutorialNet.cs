using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Core.Catalog;

/// <summary>The network of TensorFlow's "Deep MNIST for Experts": two convolutions with same padding and dropout.</summary>
/// <remarks>
/// Input  [N, 1, 28, 28], standardised to mean 0 and deviation 1.
/// Output [N, 10], logits (no softmax).
/// 3,274,634 parameters, 13,883,904 multiply-adds per image.
/// Source: TensorFlow, "Deep MNIST for Experts", 2015 (error about 0.8 %). Deviations: initial weights, inputs
/// standardised.
/// </remarks>
public static class TensorFlowTutorialNet
{
    /// <summary>The network as data.</summary>
    public static Architecture Architecture { get; } = new("tensorflow-tutorial", [1, 28, 28],
        new Conv2d("conv1", 1, 32, kernel: 5, stride: 1, padding: 2), new Relu(),   // [N, 32, 28, 28]
        new MaxPool2d(kernel: 2, stride: 2),                                        // [N, 32, 14, 14]
        new Conv2d("conv2", 32, 64, kernel: 5, stride: 1, padding: 2), new Relu(),  // [N, 64, 14, 14]
        new MaxPool2d(kernel: 2, stride: 2), new Flatten(),                         // [N, 3136]
        new Linear("fc1", 3136, 1024), new Relu(), new Dropout(0.5),                // [N, 1024]
        new Linear("fc2", 1024, 10));                                               // [N, 10] logits

    /// <summary>How it is trained by default.</summary>
    public static TrainingRecipe Recipe { get; } = new()
    {
        Data = "digits",
        Epochs = 5,
        BatchSize = 64,
        LearningRate = 1e-3,
        Optimizer = OptimizerKind.Adam,
    };
}
