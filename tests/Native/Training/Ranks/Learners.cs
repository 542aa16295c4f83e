using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Tests.Native.Training.Data;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Ranks;

/// <summary>Small networks, which together have every kind of layer that kernels train, and samples for them.</summary>
internal static class Learners
{
    public const int Classes = 3;

    /// <summary>Every kind of block; its gradients are so few that each rank adds up all of them.</summary>
    public static Architecture Picture { get; } = new("picture", [2, 11, 10],
        new Conv2d("c1", 2, 4, kernel: 3, stride: 1, padding: 1), new Relu(), new MaxPool2d(kernel: 2, stride: 2), // [4, 5, 5]
        new Conv2d("c2", 4, 6, kernel: 2, stride: 1, padding: 0, groups: 2), new Tanh(),                           // [6, 4, 4]
        new PartialConv2d("c3", 6, [[0, 1, 2], [1, 2, 3], [3, 4, 5], [0, 5]], 2), new ScaledTanh(),                // [4, 3, 3]
        new Residual(
            new Conv2d("a", 4, 5, kernel: 3, stride: 1, padding: 1), new Relu(),
            new Conv2d("b", 5, 4, kernel: 1, stride: 1, padding: 0)),
        new AvgPool2d(kernel: 2, stride: 1), new Subsampling("s", 4, 2), new Flatten(),                            // [4]
        new Lift(new Linear("lift", 4, 3), new Sigmoid()), new Dropout(0.3),                                       // [7]
        new Linear("fc", 7, 21), new Silu(), new Linear("out", 21, Classes));

    /// <summary>Two parts of gradients, and panels that end between two vectors; each rank adds up slices of them.</summary>
    public static Architecture Wide { get; } = new("wide", [303],
        new Linear("fc1", 303, 270), new Relu(), new Dropout(0.2),
        new Linear("fc2", 270, 260), new Tanh(),
        new Linear("fc3", 260, Classes));

    public static Architecture Distances { get; } = new("distances", [6],
        new Linear("fc", 6, 5), new ScaledTanh(),
        new RbfOutput("rbf", [[1, -1, 1, -1, 1], [-1, -1, 1, 1, 1], [1, 1, -1, -1, 1]]));

    public static Architecture Of(string name) => new[] { Picture, Wide, Distances }.Single(each => each.Name == name);

    /// <summary>Bytes that stand for numbers from -1 to 1.</summary>
    public static TensorData Data(Architecture architecture, int samples, Device? device = null)
    {
        var (random, sizes) = (new RandomGenerator(7), architecture.Input);
        var pixels = new byte[samples * sizes.Elements];
        foreach (ref var pixel in pixels.AsSpan())
            pixel = (byte)random.NextInt32(256);
        int[] labels = [.. Enumerable.Range(0, samples).Select(_ => random.NextInt32(Classes))];
        var set = Samples.Pictures(pixels, [samples, .. sizes.Select(size => (long)size)], labels, Classes);
        return new TensorData(set, new Normalization([1 / 128f], [-1]), device ?? CPU);
    }

    /// <summary>Two batches and a last one that is smaller.</summary>
    public static int SamplesFor(int batchSize) => (2 * batchSize) + Math.Max(1, batchSize / 2);

    public static TrainingOptions Options(
        Architecture architecture,
        int batchSize,
        int epochs = 2,
        KernelChoice kernels = KernelChoice.Fused,
        OptimizerKind optimizer = OptimizerKind.Momentum,
        Augmentation? augmentation = null) => new()
        {
            Recipe = new TrainingRecipe
            {
                Data = "random",
                Epochs = epochs,
                BatchSize = batchSize,
                LearningRate = 0.01,
                Optimizer = optimizer,
                Schedule = ScheduleKind.Constant,
                Loss = architecture == Distances ? LossKind.Rbf : LossKind.CrossEntropy,
                Augmentation = augmentation ?? new(),
            },
            Seed = 3,
            Kernels = kernels,
        };
}
