using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Data;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Runs;

/// <summary>
/// What a <see cref="TrainingRun"/> decides before and after its steps. As they stand the parts are the product; the
/// self-test of the checks replaces one at a time by a wrong one.
/// </summary>
internal sealed record RunParts
{
    /// <summary>The product, unchanged.</summary>
    public static RunParts Product { get; } = new();

    /// <summary>
    /// The samples, deskewed or not, before any is kept back; labels are looked up among the classes of a network, where there
    /// is one.
    /// </summary>
    public Func<RunRequest, IReadOnlyList<string>?, CancellationToken, DataSplit> Load { get; init; } =
        RunSamples.Load;

    /// <summary>The samples, some of them kept back.</summary>
    public Func<DataSplit, TrainingOptions, DataSplit> HoldBack { get; init; } = (data, options) => data.HoldBack(
        options.HoldOut, options.Seed);

    /// <summary>How values become floats, from the samples before and after some are kept back.</summary>
    public Func<DataSplit, DataSplit, PixelRange?, Normalization> Normalize { get; init; } = (_, data, pixels) =>
        data.DefaultNormalization(pixels);

    /// <summary>From the seed of the run, that of the weights.</summary>
    public Func<ulong, ulong> WeightSeed { get; init; } = seed => seed;

    /// <summary>The loss that an epoch and the end report, for so many outputs.</summary>
    public Func<TrainingRecipe, int, Loss> ReportedLoss { get; init; } = (recipe, outputs) => Loss.Create(
        recipe.Loss, labelSmoothing: 0, outputs);

    /// <summary>What the trainer decides.</summary>
    public TrainerParts Trainer { get; init; } = TrainerParts.Product;
}
