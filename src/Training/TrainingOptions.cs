using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Recording;
using TorchBasics.Training.Schedules;

namespace TorchBasics.Training;

/// <summary>How one run trains: a recipe and what belongs to this run alone.</summary>
public sealed record TrainingOptions
{
    /// <summary>The learning target and the rule that pursues it.</summary>
    public required TrainingRecipe Recipe { get; init; }

    /// <summary>
    /// Seed of the weights, the samples kept back, the order of the others, the distortions and dropout; the same seed gives the
    /// same run.
    /// </summary>
    public required ulong Seed { get; init; }

    /// <summary>Largest L2 norm of all gradients together; null means no clipping.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>
    /// Training samples, drawn by the seed, that are kept back to choose by; 0 means the test set is shown instead.
    /// </summary>
    public int HoldOut { get; init; }

    /// <summary>Stop after this many epochs without a smaller loss on the samples kept back; null means never.</summary>
    public int? Patience { get; init; }

    /// <summary>Steps between checkpoints; null means one per epoch.</summary>
    public int? CheckpointEvery { get; init; }

    /// <summary>Who computes the network.</summary>
    public KernelChoice Kernels { get; init; }

    /// <summary>Whether whole steps on CUDA become graphs.</summary>
    public GraphChoice Graphs { get; init; }

    /// <summary>Refuses what makes no sense.</summary>
    /// <param name="samples">Size of the training set before the hold-out is taken.</param>
    /// <returns>These options.</returns>
    /// <exception cref="TorchBasicsException">
    /// A number is out of its range; the message names the option, the value and the range.
    /// </exception>
    public TrainingOptions Check(int samples)
    {
        var train = samples - HoldOut;
        Require(Recipe.Epochs >= 1, "number of epochs", Recipe.Epochs, "at least 1");
        Require(HoldOut >= 0 && train >= 1, "hold-out", HoldOut, samples == 1
            ? "0, since the training set has 1 sample"
            : $"from 0 to {samples - 1}, since the training set has {samples} samples");
        Require(
            Recipe.BatchSize >= 1 && Recipe.BatchSize <= train,
            "batch size",
            Recipe.BatchSize,
            $"{(train == 1 ? "1" : $"from 1 to {train}")}, the number of training samples");
        Require(
            double.IsFinite(Recipe.LearningRate) && Recipe.LearningRate > 0,
            "learning rate",
            Recipe.LearningRate,
            "a positive number");
        Require(Recipe.Momentum is >= 0 and < 1, "momentum", Recipe.Momentum, "from 0 up to but not including 1");
        Require(Recipe.Beta2 is null or (>= 0 and < 1), "beta2", Recipe.Beta2, "from 0 up to but not including 1");
        Require(
            Recipe.Epsilon is null or (> 0 and < double.PositiveInfinity), "epsilon", Recipe.Epsilon, "a positive number");
        Require(
            Recipe.BiasRate is null or (>= 0 and < double.PositiveInfinity),
            "factor on the rate of biases",
            Recipe.BiasRate,
            "0 or a positive number");
        Require(
            double.IsFinite(Recipe.WeightDecay) && Recipe.WeightDecay >= 0,
            "weight decay",
            Recipe.WeightDecay,
            "0 or a positive number");
        ScheduleRange.Check(Recipe);
        Require(
            Recipe.LabelSmoothing is >= 0 and < 1, "label smoothing", Recipe.LabelSmoothing, "from 0 up to but not including 1");
        Require(ClipNorm is not { } norm || (double.IsFinite(norm) && norm > 0), "clip norm", ClipNorm, "a positive number");
        Require(Patience is not < 1, "patience", Patience, "at least 1 epoch");
        Require(Patience is null || HoldOut > 0, "patience", Patience, "a hold-out as well, since stopping by the test set "
            + "would flatter the result");
        Require(CheckpointEvery is not < 1, "checkpoint interval", CheckpointEvery, "at least 1 step");
        return this;
    }

    private static void Require(bool holds, string option, object? value, string expected)
    {
        if (!holds)
            throw new TorchBasicsException(ErrorKind.Usage, $"The {option} is {value}; expected {expected}.");
    }
}
