using TorchBasics.Benchmarks.Running;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;

namespace TorchBasics.Benchmarks.Training;

/// <summary>The training work that is measured, and who competes.</summary>
internal sealed class TrainingContests(int threads) : IDisposable
{
    private const int Pictures = 59_904; // whole batches of 64 and of 256
    private const int GrowingPictures = 57_344; // whole batches of every power of two up to 8,192
    private const double Rate = 0.01;

    // Every way that our own trainer can compute.
    private static readonly (string Name, Func<TrainingOptions, TrainingOptions> Choose)[] Ours =
    [
        ("TorchBasics, fused kernels", options => options with { Kernels = KernelChoice.Fused }),
        ("TorchBasics on libtorch's operators", options => options with { Kernels = KernelChoice.Libtorch }),
    ];

    private readonly List<TrainingTask> _tasks = [];
    private readonly Lazy<DataSplit> _growing = Digits(GrowingPictures);

    /// <summary>All contests; the samples are drawn when the first of them is needed.</summary>
    public IReadOnlyList<Contest> All()
    {
        var digits = Digits(Pictures);
        var mlp = Mlp.Describe("mlp", [1, 28, 28], 10, 300);
        var large = Mlp.Describe("mlp-1500", [1, 28, 28], 10, 1500, 1000, 500); // a size of Ciresan et al. 2010
        return
        [
            OfLeNet5(digits, batch: 64, OtherEntrants.OfLeNet5),
            OfLeNet5(digits, batch: 256, OtherEntrants.OfLargeLeNet5),
            Create(
                "mlp-64",
                "MLP 784-300-10 training, batch 64",
                mlp,
                Mlp.Recipe with { LearningRate = Rate },
                digits,
                withLoader: true,
                OtherEntrants.OfMlp),
            Create(
                "xor-4",
                "XOR MLP training, all 4 samples",
                XorMlp.Architecture,
                XorMlp.Recipe,
                new Lazy<DataSplit>(() => DataCatalog.Load("xor")),
                withLoader: false,
                OtherEntrants.OfXor),
            Growing(1024),
            Cataloged("LeNet-5 of 1998 training", LeNet5Original.Architecture, LeNet5Original.Recipe, digits),
            Cataloged("Caffe's LeNet training", CaffeLeNet.Architecture, CaffeLeNet.Recipe, digits),
            Cataloged("TensorFlow's tutorial training", TensorFlowTutorialNet.Architecture, TensorFlowTutorialNet.Recipe, digits),
            Cataloged("MLP 784-1500-1000-500-10 training", large, Mlp.Recipe with { BatchSize = 128 }, digits),
            Cataloged("SimpleChains.jl's LeNet-5 training", SimpleChainsNetwork.Architecture, SimpleChainsNetwork.Recipe, digits)
                with { Published = SimpleChainsNetwork.Published },
        ];
    }

    /// <summary>
    /// LeNet-5 with a batch of any power of two up to 8,192, without the rivals that are slow by their way of loading data.
    /// </summary>
    /// <param name="batch">Samples per step.</param>
    public Contest Growing(int batch)
    {
        var contest = OfLeNet5(_growing, batch);
        return contest with { Entrants = [.. contest.Entrants.Where(entrant => entrant.Name != LoaderLoop.Title)] };
    }

    /// <inheritdoc/>
    public void Dispose() => _tasks.ForEach(task => task.Dispose());

    private static Lazy<DataSplit> Digits(int count) =>
        new(() => DataCatalog.Load("digits", new DataOptions { TrainLimit = count, TestLimit = 10 }));

    private Contest OfLeNet5(
        Lazy<DataSplit> digits, int batch, Func<Lazy<TrainingTask>, IEnumerable<Entrant>>? others = null) =>
        Create(
            $"lenet5-{batch}",
            $"LeNet-5 training, batch {batch}",
            LeNet5.Architecture,
            LeNet5.Recipe with { BatchSize = batch, LearningRate = Rate },
            digits,
            withLoader: true,
            others);

    // A network with its own recipe, at a constant rate. Whether all compute the same is seen without dropout, and without
    // Adam: it moves a weight by as much as the rate even where the gradient is nothing but rounding, and in three million
    // weights there are such. Adam itself is compared in the other contests.
    private Contest Cataloged(string title, Architecture architecture, TrainingRecipe recipe, Lazy<DataSplit> digits)
    {
        var contest = Create(
            architecture.Name, $"{title}, batch {recipe.BatchSize}", architecture, recipe, digits, withLoader: false);
        return architecture.Layers.Any(layer => layer is Dropout)
            ? contest with { Steady = Entrants(Task(WithoutDropout(architecture), Plain(recipe), digits), withLoader: false) }
            : contest;
    }

    private static TrainingRecipe Plain(TrainingRecipe recipe) =>
        recipe with { Optimizer = OptimizerKind.Nesterov, LearningRate = Rate };

    private static Architecture WithoutDropout(Architecture architecture) =>
        new(architecture.Name, architecture.Input, [.. architecture.Layers.Where(layer => layer is not Dropout)])
        {
            Initialization = architecture.Initialization,
        };

    private Contest Create(
        string name,
        string title,
        Architecture architecture,
        TrainingRecipe recipe,
        Lazy<DataSplit> data,
        bool withLoader,
        Func<Lazy<TrainingTask>, IEnumerable<Entrant>>? others = null)
    {
        var task = Task(architecture, recipe, data);
        return new(
            name,
            title,
            threads,
            recipe.BatchSize,
            TrainingWork.Flops(architecture, recipe.BatchSize),
            Tolerance: 1e-5,
            [.. Entrants(task, withLoader), .. others?.Invoke(task) ?? []])
        {
            Traffic = TrainingWork.Traffic(architecture, recipe.Optimizer),
        };
    }

    private Lazy<TrainingTask> Task(Architecture architecture, TrainingRecipe recipe, Lazy<DataSplit> data) => new(() =>
    {
        _tasks.Add(new TrainingTask(architecture, recipe, data.Value, threads));
        return _tasks[^1];
    });

    private static List<Entrant> Entrants(Lazy<TrainingTask> task, bool withLoader)
    {
        List<Entrant> entrants = [new(BareLoop.Title, () => new BareLoop(task.Value))];
        entrants.AddRange(Ours.Select(way => new Entrant(way.Name, () => new TrainerRival(way.Name, task.Value, way.Choose))));
        if (withLoader)
            entrants.Add(new(LoaderLoop.Title, () => new LoaderLoop(task.Value)));
        if (PythonFinder.Python is { } python)
        {
            var title = PythonFinder.TitleOf(python.Version);
            RivalCommand command = new(python.Program, Path.Combine(AppContext.BaseDirectory, "pytorch", "rival.py"));
            entrants.Add(new(title, () => new ProgramLoop(title, task.Value, command)));
        }

        return entrants;
    }
}
