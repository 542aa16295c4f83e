using System.CommandLine;
using TorchBasics.Cli.Parsing;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Records;

namespace TorchBasics.Cli.Commands;

/// <summary>Everything that "check" takes.</summary>
internal sealed class CheckArguments
{
    public static IReadOnlyDictionary<string, CheckEngine> Engines { get; } = new Dictionary<string, CheckEngine>
    {
        ["reference"] = CheckEngine.Reference,
        ["libtorch32"] = CheckEngine.Libtorch32,
        ["libtorch64"] = CheckEngine.Libtorch64,
        ["fused"] = CheckEngine.Fused,
        ["cuda"] = CheckEngine.Cuda,
        ["all"] = CheckEngine.All,
    };

    public CheckArguments() => Model.CompletionSources.Add([.. ModelCatalog.All.Select(entry => entry.Name)]);

    public Argument<string?> Model { get; } = new("MODEL")
    {
        HelpName = "MODEL",
        Description = "The model to check; without it, all models are",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Option<string?> File { get; } = TypedOption.Text(
        "--model",
        "Instead of MODEL: check a trained network from its own weights: "
        + "folder of a run, file of any format that 'import' reads, or name of a model, whose newest run under runs is taken; "
        + "or JSON file that describes a network, whose initial weights are",
        "MODEL|FILE");

    public Option<string?> RunFolder { get; } = TypedOption.Text("--run", "Instead of MODEL: replay steps of the run in this "
        + "folder, finished or stopped, from the bytes of its data set on, and judge what it reports", "DIR");

    public Option<int?> From { get; } = TypedOption.WholeNumber(
        "--from", "With --run: the first step to follow (default: those behind the beginning and each checkpoint)");

    public Option<bool> Whole { get; } = new("--whole")
    {
        Description = "With --run: compute every step again and judge the figures of every epoch; "
            + "the reference follows as many steps as before"
    };

    public Option<IReadOnlyList<CheckEngine>?> Engine { get; } = TypedOption.Words(
        "--engine",
        "Who is checked, several times for several: the reference in float64, libtorch in float32, in float64, "
        + "our fused kernels, libtorch on CUDA (default: all there are)",
        Engines);

    public Option<int?> Steps { get; } = TypedOption.WholeNumber(
        "--steps", "Steps of training, each checked by itself (default: 2); with --run, those that are followed from each start");

    public Option<int?> Follow { get; } = TypedOption.WholeNumber(
        "--follow", "Steps in which the reference runs beside the engine from the same start; costs most (default: 2)");

    public Option<int?> Batch { get; } = TypedOption.WholeNumber("--batch", "Samples in each step (default: 3)");

    public Option<OptimizerKind?> Optimizer { get; } = TypedOption.Of(RunOptions.Optimizer);

    public Option<double?> Momentum { get; } = TypedOption.Of(RunOptions.Momentum);

    public Option<double?> Beta2 { get; } = TypedOption.Of(RunOptions.Beta2);

    public Option<double?> Epsilon { get; } = TypedOption.Of(RunOptions.Epsilon);

    public Option<double?> BiasRate { get; } = TypedOption.Of(RunOptions.BiasRate);

    public Option<RateScaling?> RateScaling { get; } = TypedOption.Of(RunOptions.RateScaling);

    public Option<double?> WeightDecay { get; } = TypedOption.RealNumber(
        "--weight-decay", "Weight decay of every step (default: the model's recipe; 0.01 for adamw)");

    public Option<double?> LearningRate { get; } = TypedOption.RealNumber(
        "--learning-rate", "Rate of every step (default: "
            + "the recipe's, at most 0.05 for sgd, 0.01 with momentum and for adagrad, 0.001 for adam and rmsprop, "
            + "since the samples are random)");

    public Option<LossKind?> Loss { get; } = TypedOption.Of(RunOptions.Loss);

    public Option<double?> LabelSmoothing { get; } = TypedOption.Of(RunOptions.LabelSmoothing);

    public Option<ulong?> Seed { get; } = TypedOption.Seed("--seed", "Seed of weights and samples (default: 1)");

    public Option<int?> Threads { get; } = TypedOption.WholeNumber(
        "--threads", "Compare one thread with N; 1 leaves this out (default: 2)");

    public Option<string?> Report { get; } = TypedOption.Text(
        "--report", "Write all findings to a file: .json, .xml (JUnit) or .html (default: none)", "FILE");

    public Option<string?> Record { get; } = TypedOption.Text(
        "--record",
        "Write every number of each run to a folder of its own in DIR, for check replay or for another program (default: none)",
        "DIR");

    public Option<bool> SelfTest { get; } = new("--self-test")
    {
        Description = "Prove that the checks can fail: put in every known fault, one at a time, and look for false alarms"
    };

    public Option<int?> Random { get; } = TypedOption.WholeNumber(
        "--random",
        $"With --self-test: random networks that are checked for false alarms (default: {SelfTestRun.RandomNetworks})");

    public Option<bool> Json { get; } = GlobalOptions.Json("all findings");

    public IReadOnlyList<Option> All =>
        [File, RunFolder, From, Whole, Engine, Steps, Follow, Batch, Optimizer, Momentum, Beta2, Epsilon, WeightDecay,
            BiasRate, RateScaling, LearningRate, Loss, LabelSmoothing, Seed, Threads, Report, Record, SelfTest, Random, Json];

    /// <summary>What a self-test, which brings its own networks, has no use for.</summary>
    public IReadOnlyList<Option> OfRuns =>
        [File, RunFolder, From, Whole, Engine, Steps, Follow, Batch, Optimizer, Momentum, Beta2, Epsilon, WeightDecay,
            BiasRate, RateScaling, LearningRate, Loss, LabelSmoothing, Threads, Report, Record];

    /// <summary>What a run that has been decides by itself.</summary>
    public IReadOnlyList<Option> WithoutFolder =>
        [File, Follow, Batch, Optimizer, Momentum, Beta2, Epsilon, WeightDecay, BiasRate, RateScaling, LearningRate, Loss,
            LabelSmoothing, Seed, Threads, Record, SelfTest, Random];
}
