using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Core.Catalog;

/// <summary>LeNet-5 in its usual modern form.</summary>
/// <remarks>
/// Input  [N, 1, 28, 28], standardised to mean 0 and deviation 1 (padded to 32 x 32 by the first layer).
/// Output [N, 10], logits (no softmax).
/// 61,706 parameters, 416,520 multiply-adds per image.
/// Source: LeCun, Bottou, Bengio, Haffner 1998, section II.B (error 0.95 %).
/// Deviations: dense C3, ReLU, max pooling, linear output instead of RBF units. See <see cref="LeNet5Original"/>.
/// </remarks>
public static class LeNet5
{
    /// <summary>The network as data.</summary>
    public static Architecture Architecture { get; } = new("lenet5", [1, 28, 28],
        new Conv2d("conv1", 1, 6, kernel: 5, stride: 1, padding: 2), new Relu(),    // [N,  6, 28, 28]
        new MaxPool2d(kernel: 2, stride: 2),                                        // [N,  6, 14, 14]
        new Conv2d("conv2", 6, 16, kernel: 5, stride: 1, padding: 0), new Relu(),   // [N, 16, 10, 10]
        new MaxPool2d(kernel: 2, stride: 2), new Flatten(),                         // [N, 400]
        new Linear("fc1", 400, 120), new Relu(),                                    // [N, 120]
        new Linear("fc2", 120, 84), new Relu(),                                     // [N, 84]
        new Linear("fc3", 84, 10));                                                 // [N, 10] logits

    /// <summary>How it is trained by default.</summary>
    public static TrainingRecipe Recipe { get; } =
        new() { Data = "digits", Epochs = 10, BatchSize = 64, LearningRate = 0.1, LabelSmoothing = 0.05 };
}
