using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Core.Catalog;

/// <summary>LeNet-5 as published: partial connections, trainable subsampling, scaled tanh, RBF output.</summary>
/// <remarks>
/// Input  [N, 1, 28, 28], background -0.1 and foreground 1.175 (the first layer pads to 32 x 32 with background).
/// Output [N, 10], minus the squared distance to each class's prototype; the largest wins.
/// 60,000 trainable parameters, 340,908 connections.
/// Source: LeCun, Bottou, Bengio, Haffner 1998, section II.B, table I (C3), equations 6 and 7, appendix A.
/// Deviation: the prototypes are digits drawn for this project on the paper's 7 x 12 grid.
/// </remarks>
public static class LeNet5Original
{
    // Table I: which S2 maps each C3 map sees. Six runs of three, six runs of four, three broken fours, and all.
    private static readonly int[][] C3Table =
    [
        [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5],
        [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5],
        [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5],
        [0, 1, 2, 3, 4, 5],
    ];

    /// <summary>The network as data.</summary>
    public static Architecture Architecture { get; } = new("lenet5-original", [1, 28, 28],
        new ConstantPad2d(2, PixelRange.LeCun1998.Background),                          // [N,   1, 32, 32]
        new Conv2d("c1", 1, 6, kernel: 5, stride: 1, padding: 0), new ScaledTanh(),     // [N,   6, 28, 28]
        new Subsampling("s2", 6, window: 2), new ScaledTanh(),                          // [N,   6, 14, 14]
        new PartialConv2d("c3", 6, C3Table, kernel: 5), new ScaledTanh(),               // [N,  16, 10, 10]
        new Subsampling("s4", 16, window: 2), new ScaledTanh(),                         // [N,  16,  5,  5]
        new Conv2d("c5", 16, 120, kernel: 5, stride: 1, padding: 0), new ScaledTanh(),  // [N, 120,  1,  1]
        new Flatten(),                                                                  // [N, 120]
        new Linear("f6", 120, 84), new ScaledTanh(),                                    // [N, 84]
        new RbfOutput("output", DigitBitmaps.Prototypes))                               // [N, 10] scores
    {
        Initialization = Initialization.LeCun1998,
    };

    /// <summary>How it is trained by default.</summary>
    public static TrainingRecipe Recipe { get; } = new()
    {
        Data = "digits",
        Epochs = 10,
        BatchSize = 64,
        LearningRate = 0.01,
        Loss = LossKind.Rbf,
        Pixels = PixelRange.LeCun1998,
    };
}
