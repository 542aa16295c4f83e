using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Core.Catalog;

/// <summary>LeNet-4: between LeNet-1 and LeNet-5, with one fully connected hidden layer.</summary>
/// <remarks>
/// Input  [N, 1, 28, 28], standardised to mean 0 and deviation 1 (padded to 32 x 32 by the first layer).
/// Output [N, 10], logits (no softmax).
/// 51,050 parameters, 287,600 multiply-adds per image.
/// Source: LeCun et al. 1998, section III.C.8 (error 1.1 %). Deviations: ReLU, max pooling, dense convolutions and a
/// dense hidden layer (the original has about 17,000 parameters).
/// </remarks>
public static class LeNet4
{
    /// <summary>The network as data.</summary>
    public static Architecture Architecture { get; } = new("lenet4", [1, 28, 28],
        new Conv2d("conv1", 1, 4, kernel: 5, stride: 1, padding: 2), new Relu(),    // [N,  4, 28, 28]
        new MaxPool2d(kernel: 2, stride: 2),                                        // [N,  4, 14, 14]
        new Conv2d("conv2", 4, 16, kernel: 5, stride: 1, padding: 0), new Relu(),   // [N, 16, 10, 10]
        new MaxPool2d(kernel: 2, stride: 2), new Flatten(),                         // [N, 400]
        new Linear("fc1", 400, 120), new Relu(),                                    // [N, 120]
        new Linear("fc2", 120, 10));                                                // [N, 10] logits

    /// <summary>How it is trained by default.</summary>
    public static TrainingRecipe Recipe { get; } = LeNet5.Recipe;
}
