using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Core.Catalog;

/// <summary>The LeNet of Caffe's examples: wider, and with a single non-linearity.</summary>
/// <remarks>
/// Input  [N, 1, 28, 28], standardised to mean 0 and deviation 1.
/// Output [N, 10], logits (no softmax).
/// 431,080 parameters, 2,293,000 multiply-adds per image.
/// Source: Caffe, examples/mnist/lenet_train_test.prototxt (error about 0.9 %). Deviation: inputs standardised, not
/// divided by 256.
/// </remarks>
public static class CaffeLeNet
{
    /// <summary>The network as data.</summary>
    public static Architecture Architecture { get; } = new("caffe-lenet", [1, 28, 28],
        new Conv2d("conv1", 1, 20, kernel: 5, stride: 1, padding: 0),   // [N, 20, 24, 24]
        new MaxPool2d(kernel: 2, stride: 2),                            // [N, 20, 12, 12]
        new Conv2d("conv2", 20, 50, kernel: 5, stride: 1, padding: 0),  // [N, 50,  8,  8]
        new MaxPool2d(kernel: 2, stride: 2), new Flatten(),             // [N, 800]
        new Linear("ip1", 800, 500), new Relu(),                        // [N, 500]
        new Linear("ip2", 500, 10));                                    // [N, 10] logits

    /// <summary>How it is trained by default.</summary>
    public static TrainingRecipe Recipe { get; } =
        new() { Data = "digits", Epochs = 10, BatchSize = 64, LearningRate = 0.05, LabelSmoothing = 0.05 };
}
