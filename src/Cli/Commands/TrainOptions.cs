using System.CommandLine;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Core.Recipes;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Records;

namespace TorchBasics.Cli.Commands;

/// <summary>Everything that "train" takes. What was not typed stays as the model's recipe has it.</summary>
internal sealed class TrainOptions
{
    /// <summary>Where runs go when nobody says otherwise, and where the other commands look for them.</summary>
    public const string RunsFolder = "runs";

    private const string OfRecipe = "(default: the model's recipe)";

    public Option<string?> Data { get; } = TypedOption.Text("--data", $"Data set by name (torchbasics data list), folder with the files of MNIST, or .csv file {OfRecipe}", "DATA");

    public Option<string?> LabelColumn { get; } = TypedOption.Text("--label-column", "Name of the label column of a .csv file (default: the last column)", "NAME");

    public Option<int?> TrainLimit { get; } = TypedOption.WholeNumber("--train-limit", "Learn from the first N training samples only (default: all)");

    public Option<int?> TestLimit { get; } = TypedOption.WholeNumber("--test-limit", "Judge by the first N test samples only (default: all)");

    public Option<int?> Epochs { get; } = TypedOption.WholeNumber("--epochs", $"Passes over the training set {OfRecipe}");

    public Option<int?> BatchSize { get; } = TypedOption.WholeNumber("--batch-size", $"Samples per step {OfRecipe}");

    public Option<double?> LearningRate { get; } = TypedOption.RealNumber("--learning-rate", $"Full learning rate; the peak of one-cycle {OfRecipe}");

    public Option<OptimizerKind?> Optimizer { get; } = TypedOption.Word("--optimizer", $"Rule that moves the weights {OfRecipe}", RecipeText.Optimizers);

    public Option<double?> Momentum { get; } = TypedOption.RealNumber("--momentum", $"Momentum from 0 to below 1; beta1 of Adam {OfRecipe}");

    public Option<double?> WeightDecay { get; } = TypedOption.RealNumber("--weight-decay", $"Weight decay per step, times the rate {OfRecipe}");

    public Option<ScheduleKind?> Schedule { get; } = TypedOption.Word("--schedule", $"How the learning rate changes during the run {OfRecipe}", RecipeText.Schedules);

    public Option<LossKind?> Loss { get; } = TypedOption.Word("--loss", $"What training makes small; rbf is for lenet5-original {OfRecipe}", RecipeText.Losses);

    public Option<double?> LabelSmoothing { get; } = TypedOption.RealNumber("--label-smoothing", $"Share of the target spread evenly over all classes, from 0 to below 1 {OfRecipe}");

    public Option<double?> ClipNorm { get; } = TypedOption.RealNumber("--clip-norm", "Largest length of all gradients together (default: no limit)");

    public Option<double?> Shift { get; } = TypedOption.RealNumber("--shift", $"Shift training pictures at random, up to X pixels {OfRecipe}");

    public Option<double?> Rotation { get; } = TypedOption.RealNumber("--rotation", $"Rotate training pictures at random, up to X degrees {OfRecipe}");

    public Option<double?> Scale { get; } = TypedOption.RealNumber("--scale", $"Change the size of training pictures at random; 0.1 is up to 10 % {OfRecipe}");

    public Option<double?> Shear { get; } = TypedOption.RealNumber("--shear", $"Shear training pictures at random, up to this tangent {OfRecipe}");

    public Option<double?> Elastic { get; } = TypedOption.RealNumber("--elastic", $"Bend training pictures at random, by a deviation of X pixels {OfRecipe}");

    public Option<int?> HoldOut { get; } = TypedOption.WholeNumber("--hold-out", "Keep N training samples back, drawn by the seed, and show how well they are told apart, instead of the test set (default: 0)");

    public Option<int?> Patience { get; } = TypedOption.WholeNumber("--patience", "Stop after N epochs in which the loss on the hold-out did not fall, and keep the best weights (default: never)");

    public Option<ulong?> Seed { get; } = TypedOption.Seed("--seed", "Seed of weights, hold-out, order and distortions; the same seed gives the same run (default: 1)");

    public Option<string> Device { get; } = GlobalOptions.Device();

    public Option<int?> Threads { get; } = GlobalOptions.Threads();

    public Option<KernelChoice?> Kernels { get; } = GlobalOptions.Kernels();

    public Option<string?> Output { get; } = TypedOption.Text("--output", $"Folder for what the run writes (default: {RunsFolder}/MODEL-DATE-TIME)", "DIR");

    public Option<int?> CheckpointEvery { get; } = TypedOption.WholeNumber("--checkpoint-every", "Steps between checkpoints (default: one epoch)");

    public Option<string?> Resume { get; } = TypedOption.Text("--resume", "Continue the run in this folder from its newest checkpoint; needs no MODEL", "DIR");

    public Option<bool> FindLearningRate { get; } = new("--find-learning-rate")
    {
        Description = "Do not train; try rising learning rates for 200 steps and suggest one",
    };

    public Option<bool> Json { get; } = GlobalOptions.Json("the record of the run");

    public Option<bool> Quiet { get; } = new("--quiet") { Description = "Print the result only, no progress" };

    /// <summary>All of them, in the order in which the help lists them.</summary>
    public IReadOnlyList<Option> All =>
    [
        Data, Epochs, BatchSize, LearningRate, Optimizer, Momentum, WeightDecay, Schedule, Loss, LabelSmoothing, ClipNorm,
        Shift, Rotation, Scale, Shear, Elastic, HoldOut, Patience, Seed, Device, Threads, Kernels, Output, CheckpointEvery, Resume,
        FindLearningRate, LabelColumn, TrainLimit, TestLimit, Json, Quiet,
    ];

    /// <summary>What may be said again when a run continues: it changes no result but how fast it comes.</summary>
    public IReadOnlyList<Option> WithResume => [Resume, Device, Threads, Kernels, CheckpointEvery, Json, Quiet];

    /// <summary>What the perceptron's own rule can use.</summary>
    public IReadOnlyList<Option> WithPerceptron => [Data, LabelColumn, TrainLimit, Epochs, LearningRate, Output, Json, Quiet];

    /// <summary>The names of the options that were typed.</summary>
    public IReadOnlyList<Option> Typed(ParseResult parsed) => [.. All.Where(option => parsed.GetResult(option) is { Implicit: false })];

    /// <summary>The run that was asked for.</summary>
    public RunRequest Request(ParseResult parsed, string model, TrainingRecipe recipe, DataOptions? data = null) => new()
    {
        Model = model,
        Data = parsed.GetValue(Data) ?? recipe.Data,
        DataOptions = DataOptionsOf(parsed, data ?? new()),
        Device = parsed.GetRequiredValue(Device),
        Threads = Computing.CheckThreads(parsed.GetValue(Threads)),
        Options = new TrainingOptions
        {
            Recipe = Override(parsed, recipe),
            Seed = parsed.GetValue(Seed) ?? 1,
            ClipNorm = parsed.GetValue(ClipNorm),
            HoldOut = parsed.GetValue(HoldOut) ?? 0,
            Patience = parsed.GetValue(Patience),
            CheckpointEvery = parsed.GetValue(CheckpointEvery),
            Kernels = parsed.GetValue(Kernels) ?? KernelChoice.Auto,
        },
    };

    /// <summary>A stored request with what may be said again.</summary>
    public RunRequest Again(ParseResult parsed, RunRequest stored) => stored with
    {
        Device = parsed.GetResult(Device) is { Implicit: false } ? parsed.GetRequiredValue(Device) : stored.Device,
        Threads = Computing.CheckThreads(parsed.GetValue(Threads)) ?? stored.Threads,
        Options = stored.Options with
        {
            CheckpointEvery = parsed.GetValue(CheckpointEvery) ?? stored.Options.CheckpointEvery,
            Kernels = parsed.GetValue(Kernels) ?? stored.Options.Kernels,
        },
    };

    /// <summary>What was said about the data besides their name.</summary>
    private DataOptions DataOptionsOf(ParseResult parsed, DataOptions before) => before with
    {
        LabelColumn = parsed.GetValue(LabelColumn) ?? before.LabelColumn,
        TrainLimit = parsed.GetValue(TrainLimit) ?? before.TrainLimit,
        TestLimit = parsed.GetValue(TestLimit) ?? before.TestLimit,
    };

    private TrainingRecipe Override(ParseResult parsed, TrainingRecipe recipe) => recipe with
    {
        Epochs = parsed.GetValue(Epochs) ?? recipe.Epochs,
        BatchSize = parsed.GetValue(BatchSize) ?? recipe.BatchSize,
        LearningRate = parsed.GetValue(LearningRate) ?? recipe.LearningRate,
        Optimizer = parsed.GetValue(Optimizer) ?? recipe.Optimizer,
        Momentum = parsed.GetValue(Momentum) ?? recipe.Momentum,
        WeightDecay = parsed.GetValue(WeightDecay) ?? recipe.WeightDecay,
        Schedule = parsed.GetValue(Schedule) ?? recipe.Schedule,
        Loss = parsed.GetValue(Loss) ?? recipe.Loss,
        LabelSmoothing = parsed.GetValue(LabelSmoothing) ?? recipe.LabelSmoothing,
        Augmentation = recipe.Augmentation with
        {
            Shift = parsed.GetValue(Shift) ?? recipe.Augmentation.Shift,
            Rotation = parsed.GetValue(Rotation) ?? recipe.Augmentation.Rotation,
            Scale = parsed.GetValue(Scale) ?? recipe.Augmentation.Scale,
            Shear = parsed.GetValue(Shear) ?? recipe.Augmentation.Shear,
            Elastic = parsed.GetValue(Elastic) ?? recipe.Augmentation.Elastic,
        },
    };
}
