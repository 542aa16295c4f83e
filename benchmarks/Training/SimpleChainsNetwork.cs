using TorchBasics.Benchmarks.Running;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Benchmarks.Training;

/// <summary>The LeNet-5 with which SimpleChains.jl, a Julia library for small networks, was measured.</summary>
/// <remarks>
/// Input  [N, 1, 28, 28]. Output [N, 10], logits. 44,426 parameters, 281,640 multiply-adds per image: unlike our LeNet-5
/// the first convolution does not pad.
/// Source: https://github.com/PumasAI/SimpleChains.jl, docs/src/examples/mnist.md (network, Adam with rate 3e-4); Elrod,
/// Korsbo, Rackauckas 2022, https://julialang.org/blog/2022/04/simple-chains (times of 10 passes over MNIST once compiled:
/// 5.32 s on the 4 cores of an i7-1165G7, 1.24 and 1.23 s on the 18 of an i9-10980XE, 3.08 s on the 32 of an EPYC 7513;
/// PyTorch on the i9: 10.8 s). Their batches grow with the number of threads.
/// </remarks>
internal static class SimpleChainsNetwork
{
    public static Architecture Architecture { get; } = new("simplechains-lenet5", [1, 28, 28],
        new Conv2d("conv1", 1, 6, kernel: 5, stride: 1, padding: 0), new Relu(),    // [N,  6, 24, 24]
        new MaxPool2d(kernel: 2, stride: 2),                                        // [N,  6, 12, 12]
        new Conv2d("conv2", 6, 16, kernel: 5, stride: 1, padding: 0), new Relu(),   // [N, 16,  8,  8]
        new MaxPool2d(kernel: 2, stride: 2), new Flatten(),                         // [N, 256]
        new Linear("fc1", 256, 120), new Relu(),                                    // [N, 120]
        new Linear("fc2", 120, 84), new Relu(),                                     // [N, 84]
        new Linear("fc3", 84, 10));                                                 // [N, 10] logits

    public static TrainingRecipe Recipe { get; } = new()
    {
        Data = "digits",
        Epochs = 10,
        BatchSize = 64,
        LearningRate = 3e-4,
        Optimizer = OptimizerKind.Adam,
    };

    /// <summary>600,000 images in 5.32 s on 4 cores, in 1.24 s on 18.</summary>
    public static PublishedRate Published { get; } = new(
        "SimpleChains.jl",
        28_000,
        "113,000 samples/s on the 4 cores of an i7-1165G7, 485,000 on the 18 of an i9-10980XE, on MNIST, "
        + "with batches that grow with the number of threads; julialang.org/blog/2022/04/simple-chains");
}
