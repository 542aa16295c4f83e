using System.CommandLine;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Export.Importing;
using TorchBasics.Formats.Architectures;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Engines.Fused;
using TorchBasics.Verification.Running;

namespace TorchBasics.Cli.Commands;

/// <summary>From what was typed to what is checked.</summary>
internal static class CheckPlanning
{
    private const int DefaultSteps = 2;
    private const int DefaultBatch = 3; // not a power of two, so that a mean is rounded
    private const int LargestBatch = 1024;
    private const int Affordable = 64; // samples forward cost about as much as the checks of a few steps

    /// <summary>Makes the plan.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="arguments">Where it stands.</param>
    /// <param name="note">Gets a sentence for each thing that a person should know.</param>
    /// <exception cref="TorchBasicsException">A value makes no sense, or the device is absent.</exception>
    public static CheckPlan Of(ParseResult parsed, CheckArguments arguments, Action<string> note)
    {
        var seed = parsed.GetValue(arguments.Seed) ?? 1;
        var described = Described(parsed, arguments);
        var file = described is null ? FromFile(parsed, arguments) : null;
        foreach (var sentence in file?.Notes ?? described?.Notes ?? [])
            note(sentence);
        IReadOnlyList<ModelEntry> entries = described is not null ? [described.Entry]
            : file is not null ? [EntryOf(file.Model)]
            : parsed.GetValue(arguments.Model) is { } name ? [ModelCatalog.Find(name)]
            : ModelCatalog.All;
        var steps = AtLeastOne("--steps", parsed.GetValue(arguments.Steps) ?? DefaultSteps);
        var follow = AtLeastOne("--follow", parsed.GetValue(arguments.Follow) ?? DefaultSteps);
        var batch = AtLeastOne("--batch", parsed.GetValue(arguments.Batch) ?? DefaultBatch);
        if (batch > LargestBatch)
            throw new TorchBasicsException(ErrorKind.Usage, $"--batch is {batch}; expected at most {LargestBatch}.");
        var threads = AtLeastOne("--threads", parsed.GetValue(arguments.Threads) ?? 2);
        var recipes = entries.Select(entry => Recipe(parsed, arguments, entry, isOnly: entries.Count == 1)).ToList();
        var asked = parsed.GetValue(arguments.Engine) ?? [CheckEngine.All];
        return new CheckPlan(
            [.. entries.Zip(
                recipes,
                (entry, recipe) => RunSpecs.Random(entry.Architecture, recipe, steps, batch, seed, file?.Model.Weights))],
            Engines(asked),
            new CheckOptions { Seed = seed, TrajectorySteps = follow })
        {
            ThreadPairs = threads == 1 ? [] : Pairs(asked, threads),
        };
    }

    /// <summary>Whether libtorch is needed for what was typed.</summary>
    public static bool NeedsLibtorch(ParseResult parsed, CheckArguments arguments) =>
        parsed.GetValue(arguments.Engine) is not { } engines || engines.Any(engine => engine != CheckEngine.Reference);

    // A network without weights is checked from random ones.
    private static OwnNetwork? Described(ParseResult parsed, CheckArguments arguments)
    {
        if (parsed.GetValue(arguments.File) is not { } file || !NetworkFile.IsAt(file))
            return null;
        RefuseName(parsed, arguments);
        var own = OwnNetwork.Read(file);
        CheckCost(file, own.Entry.Architecture);
        return own;
    }

    private static ImportedModel? FromFile(ParseResult parsed, CheckArguments arguments)
    {
        if (parsed.GetValue(arguments.File) is not { } file)
            return null;
        RefuseName(parsed, arguments);
        var found = ModelLookup.Find(file);
        CheckCost(file, found.Model.Architecture);
        return found;
    }

    private static void RefuseName(ParseResult parsed, CheckArguments arguments)
    {
        if (parsed.GetValue(arguments.Model) is not null)
            throw new TorchBasicsException(
                ErrorKind.Usage, "Give the name of a model for its initial weights, or --model for trained ones, not both.");
    }

    private static void CheckCost(string file, Architecture architecture)
    {
        if (architecture.Output.Count != 1)
            throw new TorchBasicsException(ErrorKind.Data, $"{file} cannot be checked: "
                + $"its results have the shape {architecture.Output}; the checks train networks that return [N, classes].");
        if (ReferenceCost.Samples(architecture, Affordable) < Affordable)
            throw new TorchBasicsException(
                ErrorKind.Data, $"{file} cannot be checked: the network is too large to be differentiated number by number.");
    }

    private static ModelEntry EntryOf(Model model)
    {
        var architecture = model.Architecture;
        var recipe = new TrainingRecipe
        {
            Data = model.TrainedOn,
            Epochs = 1,
            BatchSize = DefaultBatch,
            LearningRate = Gentle(OptimizerKind.Sgd).Rate,
            Loss = UsualLoss.Of(architecture),
        };
        return new ModelEntry(architecture, "from a file", recipe);
    }

    private static List<IEngine> Engines(IReadOnlyList<CheckEngine> asked)
    {
        var all = asked.Contains(CheckEngine.All);
        var engines = new List<IEngine>();
        if (all || asked.Contains(CheckEngine.Reference))
            engines.Add(new ReferenceEngine());
        if (all || asked.Contains(CheckEngine.Libtorch32))
            engines.Add(new TorchEngine(Precision.Float32));
        if (all || asked.Contains(CheckEngine.Libtorch64))
            engines.Add(new TorchEngine(Precision.Float64));
        if (all || asked.Contains(CheckEngine.Fused))
            engines.Add(new FusedEngine());
        if (asked.Contains(CheckEngine.Cuda) || (all && NativeRuntime.Load().CudaDevices > 0))
            engines.Add(new TorchEngine(Precision.Float32, "cuda"));
        return engines;
    }

    private static List<(IEngine One, IEngine Other)> Pairs(IReadOnlyList<CheckEngine> asked, int threads)
    {
        var pairs = new List<(IEngine, IEngine)>();
        foreach (var (word, precision) in new[]
        {
            (CheckEngine.Libtorch32, Precision.Float32),
            (CheckEngine.Libtorch64, Precision.Float64)
        })
            if (asked.Contains(CheckEngine.All) || asked.Contains(word))
                pairs.Add((new TorchEngine(precision), new TorchEngine(precision, threads: threads)));
        if (asked.Contains(CheckEngine.All) || asked.Contains(CheckEngine.Fused))
            pairs.Add((new FusedEngine(), new FusedEngine(threads)));
        return pairs;
    }

    private static TrainingRecipe Recipe(ParseResult parsed, CheckArguments arguments, ModelEntry entry, bool isOnly)
    {
        var recipe = RunSpecs.RecipeOf(entry);
        if (parsed.GetValue(arguments.Loss) is { } loss)
            recipe = WithLoss(entry, recipe, loss, isOnly);
        if (parsed.GetValue(arguments.Optimizer) is { } optimizer)
            recipe = recipe with { Optimizer = optimizer };
        var (gentle, usualDecay) = Gentle(recipe.Optimizer);
        var decay = parsed.GetValue(arguments.WeightDecay) ?? (recipe.WeightDecay == 0 ? usualDecay : recipe.WeightDecay);
        recipe = recipe with
        {
            Momentum = Share("--momentum", parsed.GetValue(arguments.Momentum) ?? recipe.Momentum),
            WeightDecay = NotNegative("--weight-decay", decay),
            Beta2 = OptionalShare("--beta2", parsed.GetValue(arguments.Beta2) ?? recipe.Beta2),
            Epsilon = parsed.GetValue(arguments.Epsilon) is not { } epsilon ? recipe.Epsilon
                : epsilon is > 0 and < double.PositiveInfinity ? epsilon
                : throw new TorchBasicsException(ErrorKind.Usage, $"--epsilon is {epsilon}; expected a positive number."),
            BiasRate = parsed.GetValue(arguments.BiasRate) is { } factor
                ? NotNegative("--bias-rate", factor)
                : recipe.BiasRate,
            RateScaling = parsed.GetValue(arguments.RateScaling) ?? recipe.RateScaling,
            LabelSmoothing = Share("--label-smoothing", parsed.GetValue(arguments.LabelSmoothing) ?? recipe.LabelSmoothing),
        };
        var rate = parsed.GetValue(arguments.LearningRate) ?? Math.Min(recipe.LearningRate, gentle);
        return rate is > 0 and < double.PositiveInfinity
            ? recipe with { LearningRate = rate }
            : throw new TorchBasicsException(ErrorKind.Usage, $"--learning-rate is {rate}; expected a positive number.");
    }

    // One output tells two classes apart, and only the squared error can do that; the loss of RBF units needs such units. In a
    // round through all models those that it does not go with keep theirs.
    private static TrainingRecipe WithLoss(ModelEntry entry, TrainingRecipe recipe, LossKind loss, bool isOnly)
    {
        if (isOnly && entry.Architecture.Output[0] == 1 && loss != LossKind.MeanSquaredError)
            throw new TorchBasicsException(ErrorKind.Usage, $"{entry.Name} has one output, which goes with --loss mse only.");
        if (isOnly)
            UsualLoss.Require(entry.Architecture, loss);
        return loss switch
        {
            LossKind.MeanSquaredError => recipe with { Loss = loss },
            LossKind.Rbf when UsualLoss.Of(entry.Architecture) != LossKind.Rbf => recipe,
            LossKind.Rbf or LossKind.CrossEntropy => entry.Architecture.Output[0] == 1 ? recipe : recipe with { Loss = loss },
        };
    }

    // Labels drawn at random cannot be learnt; at a recipe's full rate the weights would soon grow without limit. The decay is
    // the one where a recipe has none: PyTorch's for AdamW, whose point it is.
    private static (double Rate, double Decay) Gentle(OptimizerKind optimizer) => optimizer switch
    {
        OptimizerKind.Sgd => (0.05, 0),
        OptimizerKind.Momentum or OptimizerKind.Nesterov => (0.01, 0),
        OptimizerKind.Adam => (0.001, 0),
        OptimizerKind.AdamW => (0.001, 0.01),
        OptimizerKind.DiagonalLevenbergMarquardt => (0.0002, 0),
        OptimizerKind.RmsProp => (0.001, 0),
        OptimizerKind.Adagrad => (0.01, 0),
        OptimizerKind.Adadelta => (1, 0),
    };

    private static double Share(string option, double value) => value is >= 0 and < 1
        ? value
        : throw new TorchBasicsException(ErrorKind.Usage, $"{option} is {value}; expected a number from 0 to below 1.");

    private static double? OptionalShare(string option, double? value) => value is { } share ? Share(option, share) : null;

    private static double NotNegative(string option, double value) => value is >= 0 and < double.PositiveInfinity
        ? value
        : throw new TorchBasicsException(ErrorKind.Usage, $"{option} is {value}; expected 0 or a positive number.");

    private static int AtLeastOne(string option, int value) => value >= 1
        ? value
        : throw new TorchBasicsException(ErrorKind.Usage, $"{option} is {value}; expected at least 1.");
}
