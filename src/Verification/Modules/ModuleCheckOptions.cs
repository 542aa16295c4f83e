using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Modules;

/// <summary>How a module of one's own is checked.</summary>
public sealed record ModuleCheckOptions
{
    /// <summary>
    /// The formats to compute in, one after the other; the finer one first, because it tells more exactly where a mistake sits.
    /// </summary>
    public IReadOnlyList<Precision> Precisions { get; init; } = [Precision.Float64, Precision.Float32];

    /// <summary>Loss, optimizer and learning rate of the training steps; its data set and its epochs do not matter.</summary>
    public TrainingRecipe Recipe { get; init; } = new() { Data = "none", Epochs = 1, BatchSize = 4, LearningRate = 0.05 };

    /// <summary>Training steps, at least 1.</summary>
    public int Steps { get; init; } = 3;

    /// <summary>Seed of the weights and of the batches.</summary>
    public ulong Seed { get; init; } = 1;
}
