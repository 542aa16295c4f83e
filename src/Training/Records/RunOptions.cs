using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Recording;
using static TorchBasics.Training.Records.ValueKind;

namespace TorchBasics.Training.Records;

/// <summary>
/// The options of "train", one row each: the command line, its help, what a run may be told again, and the command that repeats
/// a run all come from here.
/// </summary>
public static class RunOptions
{
    // In the rows, x is the part of a request that the row is about, and v the value.
    private static readonly Part<RunRequest> Whole = new(x => x, (_, v) => v);
    private static readonly Part<DataOptions> OfSamples = Whole.Inner(x => x.DataOptions, (x, v) => x with { DataOptions = v });
    private static readonly Part<TrainingOptions> Run = Whole.Inner(x => x.Options, (x, v) => x with { Options = v });
    private static readonly Part<TrainingRecipe> Recipe =
        Run.Inner(x => x.Recipe, (x, v) => x with { Recipe = v }) with { IsOfRecipe = true };
    private static readonly Part<Augmentation> Far = Recipe.Inner(x => x.Augmentation, (x, v) => x with { Augmentation = v });

    private static readonly Dictionary<string, KernelChoice> KernelWords = new()
    {
        ["auto"] = KernelChoice.Auto,
        ["fused"] = KernelChoice.Fused,
        ["libtorch"] = KernelChoice.Libtorch,
    };

    private static readonly Dictionary<string, GraphChoice> GraphWords = new()
    {
        ["auto"] = GraphChoice.Auto,
        ["off"] = GraphChoice.Off,
    };

    private static readonly Dictionary<string, PicturePreparation> PreparationWords = new()
    {
        ["whole"] = PicturePreparation.Whole,
        ["sign"] = PicturePreparation.Sign,
    };

    private static readonly Dictionary<string, MissingCells> MissingWords = new()
    {
        ["mean"] = MissingCells.Mean,
        ["drop-row"] = MissingCells.DropRow,
    };

    /// <summary>The data set.</summary>
    public static RunOption<string?> Data { get; } = (Whole with { IsOfRecipe = true }).Row(
        "--data", "Data set by name (torchbasics data list), folder with the files of MNIST or with a folder of pictures "
            + "for each class, or .csv file",
        Text("DATA"), x => x.Data, (x, v) => x with { Data = v ?? x.Data }, isOfPerceptron: true);

    /// <summary>The quantities that are learnt.</summary>
    public static RunOption<IReadOnlyList<string>?> Targets { get; } = OfSamples.Row(
        "--targets", "Learn the quantities in these columns of a .csv file, by regression with the loss mse "
            + "(default: none, a class is learnt)",
        Texts("NAME,NAME,..."), x => x.Targets, (x, v) => x with { Targets = v });

    /// <summary>What becomes of empty fields.</summary>
    public static RunOption<MissingCells?> Missing { get; } = OfSamples.Row(
        "--missing", "Empty fields of a .csv file: fill them with the mean of the training rows, which the model keeps, "
            + "or leave their rows out (default: an error)",
        Word(MissingWords), x => x.Missing, (x, v) => x with { Missing = v });

    /// <summary>The columns of words.</summary>
    public static RunOption<IReadOnlyList<string>?> Categorical { get; } = OfSamples.Row(
        "--categorical", "Columns of a .csv file that hold words; each word becomes a feature of 0 or 1 (default: none)",
        Texts("NAME,NAME,..."), x => x.Categorical, (x, v) => x with { Categorical = v });

    /// <summary>How much of a file or folder is kept to test by.</summary>
    public static RunOption<double?> TestShare { get; } = OfSamples.Row(
        "--test-share", "Share of the rows of a .csv file or of the pictures in a folder to test by, above 0 and below 1 "
            + "(default: 0.2)",
        RealNumber, x => x.TestShare, (x, v) => x with { TestShare = v ?? x.TestShare }, isOfPerceptron: true);

    /// <summary>How the pictures of a folder are prepared.</summary>
    public static RunOption<PicturePreparation?> Preparation { get; } = OfSamples.Row(
        "--preparation", "How pictures in a folder become samples: whole, scaled to the size; or sign, one sign each, cut out, "
            + "light on dark, and centred as MNIST is; predict prepares others in the same way (default: whole)",
        Word(PreparationWords), x => x.Preparation, (x, v) => x with { Preparation = v });

    /// <summary>Rows and columns of the prepared pictures.</summary>
    public static RunOption<Size2d?> PictureSize { get; } = OfSamples.Row(
        "--picture-size", "Rows and columns that pictures in a folder are scaled to (default: 28)",
        Size, x => x.PictureSize, (x, v) => x with { PictureSize = v });

    /// <summary>What is said about the data besides their name.</summary>
    public static IReadOnlyList<RunOption> OfData { get; } =
    [
        OfSamples.Row(
            "--label-column", "Name of the label column of a .csv file (default: the last column)",
            Text("NAME"), x => x.LabelColumn, (x, v) => x with { LabelColumn = v }, isOfPerceptron: true),
        Targets,
        Missing,
        Categorical,
        TestShare,
        Preparation,
        PictureSize,
        OfSamples.Row(
            "--train-limit", "Learn from the first N training samples only (default: all)",
            WholeNumber, x => x.TrainLimit, (x, v) => x with { TrainLimit = v }, isOfPerceptron: true),
        OfSamples.Row(
            "--test-limit", "Judge by the first N test samples only (default: all)",
            WholeNumber, x => x.TestLimit, (x, v) => x with { TestLimit = v }),
    ];

    /// <summary>The full learning rate.</summary>
    public static RunOption<double?> LearningRate { get; } = Recipe.Row(
        "--learning-rate", "Full learning rate; the peak of one-cycle",
        RealNumber, x => x.LearningRate, (x, v) => x with { LearningRate = v ?? x.LearningRate }, isOfPerceptron: true);

    /// <summary>The rule that moves the weights.</summary>
    public static RunOption<OptimizerKind?> Optimizer { get; } = Recipe.Row(
        "--optimizer", "Rule that moves the weights",
        Word(RecipeWords.Optimizers), x => x.Optimizer, (x, v) => x with { Optimizer = v ?? x.Optimizer });

    /// <summary>Momentum, or beta1 of Adam.</summary>
    public static RunOption<double?> Momentum { get; } = Recipe.Row(
        "--momentum", "Momentum from 0 to below 1; beta1 of Adam",
        RealNumber, x => x.Momentum, (x, v) => x with { Momentum = v ?? x.Momentum });

    /// <summary>How much of the mean of squared gradients stays.</summary>
    public static RunOption<double?> Beta2 { get; } = Recipe.Row(
        "--beta2", "How much of the mean of squared gradients stays, from 0 to below 1: "
            + "beta2 of adam and adamw, alpha of rmsprop, rho of adadelta",
        RealNumber, x => x.Beta2, (x, v) => x with { Beta2 = v });

    /// <summary>What keeps a division defined.</summary>
    public static RunOption<double?> Epsilon { get; } = Recipe.Row(
        "--epsilon",
        "Positive number that keeps the divisions of adam, adamw, rmsprop, adagrad and adadelta defined; the damping of sdlm",
        RealNumber, x => x.Epsilon, (x, v) => x with { Epsilon = v });

    /// <summary>Factor on the learning rate of all biases.</summary>
    public static RunOption<double?> BiasRate { get; } = Recipe.Row(
        "--bias-rate", "Factor on the learning rate of all biases, such as 2",
        RealNumber, x => x.BiasRate, (x, v) => x with { BiasRate = v });

    /// <summary>Whether layers with many inputs learn more slowly.</summary>
    public static RunOption<RateScaling?> RateScaling { get; } = Recipe.Row(
        "--rate-scaling", "What the rate of each layer is divided by: nothing, its fan-in or the root of it",
        Word(RecipeWords.RateScalings), x => x.RateScaling, (x, v) => x with { RateScaling = v ?? x.RateScaling });

    /// <summary>The learning target.</summary>
    public static RunOption<LossKind?> Loss { get; } = Recipe.Row(
        "--loss", "What training makes small; rbf is for lenet5-original",
        Word(RecipeWords.Losses), x => x.Loss, (x, v) => x with { Loss = v ?? x.Loss });

    /// <summary>Share of the target spread over all classes.</summary>
    public static RunOption<double?> LabelSmoothing { get; } = Recipe.Row(
        "--label-smoothing", "Share of the target spread evenly over all classes, from 0 to below 1",
        RealNumber, x => x.LabelSmoothing, (x, v) => x with { LabelSmoothing = v ?? x.LabelSmoothing });

    /// <summary>The seed of the run.</summary>
    public static RunOption<ulong?> Seed { get; } = Run.Row(
        "--seed", "Seed of weights, hold-out, order and distortions; the same seed gives the same run (default: 1)",
        ValueKind.Seed, x => x.Seed, (x, v) => x with { Seed = v ?? x.Seed });

    /// <summary>Where to compute.</summary>
    public static RunOption<string?> Device { get; } = Whole.Row(
        "--device", "Where to compute; auto is CUDA if there is one, else the CPU",
        Text("auto|cpu|cuda|cuda:N"), x => x.Device, (x, v) => x with { Device = v ?? x.Device }, isMeans: true, shown: "auto");

    /// <summary>Threads of libtorch.</summary>
    public static RunOption<int?> Threads { get; } = Whole.Row(
        "--threads", "Threads of libtorch (default: as many as the machine has cores)",
        WholeNumber, x => x.Threads, (x, v) => x with { Threads = v }, isMeans: true);

    /// <summary>Who computes the network.</summary>
    public static RunOption<KernelChoice?> Kernels { get; } = Run.Row(
        "--kernels", "Who computes the network: our fused kernels where they can, or libtorch's operators (default: auto)",
        Word(KernelWords), x => x.Kernels, (x, v) => x with { Kernels = v ?? x.Kernels }, isMeans: true);

    /// <summary>Steps between checkpoints.</summary>
    public static RunOption<int?> CheckpointEvery { get; } = Run.Row(
        "--checkpoint-every", "Steps between checkpoints (default: one epoch)",
        WholeNumber, x => x.CheckpointEvery, (x, v) => x with { CheckpointEvery = v }, isMeans: true);

    /// <summary>Every option.</summary>
    public static IReadOnlyList<RunOption> All { get; } =
    [
        Data,
        .. OfData,
        Recipe.Row(
            "--epochs", "Passes over the training set",
            WholeNumber, x => x.Epochs, (x, v) => x with { Epochs = v ?? x.Epochs }, isOfPerceptron: true),
        Recipe.Row(
            "--batch-size", "Samples per step",
            WholeNumber, x => x.BatchSize, (x, v) => x with { BatchSize = v ?? x.BatchSize }),
        LearningRate,
        Optimizer,
        Momentum,
        Beta2,
        Epsilon,
        Recipe.Row(
            "--weight-decay", "Weight decay per step, times the rate",
            RealNumber, x => x.WeightDecay, (x, v) => x with { WeightDecay = v ?? x.WeightDecay }),
        BiasRate,
        RateScaling,
        Recipe.Row(
            "--schedule", "How the learning rate changes during the run",
            Word(RecipeWords.Schedules), x => x.Schedule, (x, v) => x with { Schedule = v ?? x.Schedule }),
        Recipe.Row(
            "--step-size", "Epochs after which the schedule step falls again; otherwise a third of the run",
            WholeNumber, x => x.StepSize, (x, v) => x with { StepSize = v }),
        Recipe.Row(
            "--gamma",
            "Factor by which step and multi-step fall, and exponential after each epoch; "
            + "(1 + gamma step)^-power is that of inverse-decay",
            RealNumber, x => x.Gamma, (x, v) => x with { Gamma = v }),
        Recipe.Row(
            "--power", "Power of inverse-decay",
            RealNumber, x => x.Power, (x, v) => x with { Power = v }),
        Recipe.Row(
            "--milestones", "Epochs after which multi-step changes the rate",
            WholeNumbers, x => x.Milestones, (x, v) => x with { Milestones = v }),
        Recipe.Row(
            "--milestone-rates", "Rates from each of the milestones on, in place of a factor",
            RealNumbers, x => x.MilestoneRates, (x, v) => x with { MilestoneRates = v }),
        Recipe.Row(
            "--warm-up", "Epochs, or a part of one, in which the rate rises to that of the schedule",
            RealNumber, x => x.WarmUp, (x, v) => x with { WarmUp = v ?? x.WarmUp }),
        Loss,
        LabelSmoothing,
        Run.Row(
            "--clip-norm", "Largest length of all gradients together (default: no limit)",
            RealNumber, x => x.ClipNorm, (x, v) => x with { ClipNorm = v }),
        Recipe.Row(
            "--deskew", "Shear every picture so that its ink stands upright, and centre it; the trained model does so, too",
            Switch, x => x.Deskew, (x, v) => x with { Deskew = v ?? x.Deskew }),
        Far.Row(
            "--shift", "Shift training pictures at random, up to X pixels",
            RealNumber, x => x.Shift, (x, v) => x with { Shift = v ?? x.Shift }),
        Far.Row(
            "--rotation", "Rotate training pictures at random, up to X degrees",
            RealNumber, x => x.Rotation, (x, v) => x with { Rotation = v ?? x.Rotation }),
        Far.Row(
            "--scale", "Change the size of training pictures at random; 0.1 is up to 10 %",
            RealNumber, x => x.Scale, (x, v) => x with { Scale = v ?? x.Scale }),
        Far.Row(
            "--squeeze", "Squeeze training pictures at random; 0.1 is a width up to 10 % off, the height the reverse",
            RealNumber, x => x.Squeeze, (x, v) => x with { Squeeze = v ?? x.Squeeze }),
        Far.Row(
            "--shear", "Shear training pictures at random, up to this tangent",
            RealNumber, x => x.Shear, (x, v) => x with { Shear = v ?? x.Shear }),
        Far.Row(
            "--elastic", "Bend training pictures at random, by a deviation of X pixels",
            RealNumber, x => x.Elastic, (x, v) => x with { Elastic = v ?? x.Elastic }),
        Far.Row(
            "--elastic-sigma", "Smoothness of --elastic: deviation of its Gaussian in pixels, from 1 to 1000",
            RealNumber, x => x.ElasticSigma, (x, v) => x with { ElasticSigma = v ?? x.ElasticSigma }),
        Run.Row(
            "--hold-out",
            "Keep N training samples back, drawn by the seed, and show how well they are told apart, "
            + "instead of the test set (default: 0)",
            WholeNumber, x => x.HoldOut, (x, v) => x with { HoldOut = v ?? x.HoldOut }),
        Run.Row(
            "--patience",
            "Stop after N epochs in which the loss on the hold-out did not fall, and keep the best weights (default: never)",
            WholeNumber, x => x.Patience, (x, v) => x with { Patience = v }),
        Seed,
        Device,
        Threads,
        Kernels,
        Run.Row(
            "--cuda-graphs", "Whether a step on CUDA is done by one graph or operator by operator (default: auto)",
            Word(GraphWords), x => x.Graphs, (x, v) => x with { Graphs = v ?? x.Graphs }, isMeans: true),
        CheckpointEvery,
    ];

    private sealed record Part<TPart>(
        Func<RunRequest, TPart> Get, Func<RunRequest, TPart, RunRequest> Set, bool IsOfRecipe = false)
    {
        public Part<TInner> Inner<TInner>(Func<TPart, TInner> get, Func<TPart, TInner, TPart> set) =>
            new(request => get(Get(request)), (request, value) => Set(request, set(Get(request), value)), IsOfRecipe);

        public RunOption<T> Row<T>(
            string name, string help, ValueKind<T> kind, Func<TPart, T> get, Func<TPart, T, TPart> set,
            bool isMeans = false, bool isOfPerceptron = false, T? shown = default)
        {
            var value = Inner(get, set);
            return new(name, help, IsOfRecipe, kind, value.Get, value.Set)
            {
                IsMeans = isMeans,
                IsOfPerceptron = isOfPerceptron,
                Default = shown,
            };
        }
    }
}
