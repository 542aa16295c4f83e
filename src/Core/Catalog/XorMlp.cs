using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Core.Catalog;

/// <summary>A small network that learns XOR by gradient descent.</summary>
/// <remarks>
/// Input  [N, 2], each 0 or 1.
/// Output [N, 2], logits of the answers 0 and 1.
/// 42 parameters. Two hidden units would do (Rumelhart, Hinton, Williams 1986), but with so few some seeds get stuck in
/// a local minimum; eight make every seed learn.
/// </remarks>
public static class XorMlp
{
    /// <summary>The network as data.</summary>
    public static Architecture Architecture { get; } = new("xor-mlp", [2],
        new Linear("hidden", 2, 8), new Tanh(),     // [N, 8]
        new Linear("output", 8, 2));                // [N, 2] logits

    /// <summary>How it is trained by default.</summary>
    public static TrainingRecipe Recipe { get; } = new()
    {
        Data = "xor",
        Epochs = 200,
        BatchSize = 4,
        LearningRate = 0.05,
        Optimizer = OptimizerKind.Adam,
        Schedule = ScheduleKind.Constant,
    };
}
