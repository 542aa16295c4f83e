using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Core.Catalog;

/// <summary>LeNet-1, the smallest convolutional network of the family.</summary>
/// <remarks>
/// Input  [N, 1, 28, 28], standardised to mean 0 and deviation 1.
/// Output [N, 10], logits (no softmax).
/// 3,246 parameters, 136,320 multiply-adds per image.
/// Source: LeCun et al. 1990, "Handwritten digit recognition with a back-propagation network"; 1998, section III.C.7
/// (error 1.7 %). Deviations: the second convolution is dense (the original has 20 of the 48 kernels and 2,578
/// parameters), plain average pooling, plain tanh.
/// </remarks>
public static class LeNet1
{
    /// <summary>The network as data.</summary>
    public static Architecture Architecture { get; } = new("lenet1", [1, 28, 28],
        new Conv2d("conv1", 1, 4, kernel: 5, stride: 1, padding: 0), new Tanh(),    // [N,  4, 24, 24]
        new AvgPool2d(kernel: 2, stride: 2),                                        // [N,  4, 12, 12]
        new Conv2d("conv2", 4, 12, kernel: 5, stride: 1, padding: 0), new Tanh(),   // [N, 12,  8,  8]
        new AvgPool2d(kernel: 2, stride: 2), new Flatten(),                         // [N, 192]
        new Linear("fc", 192, 10));                                                 // [N, 10] logits

    /// <summary>How it is trained by default.</summary>
    public static TrainingRecipe Recipe { get; } = new() { Data = "digits", Epochs = 10, BatchSize = 64, LearningRate = 0.1 };
}
