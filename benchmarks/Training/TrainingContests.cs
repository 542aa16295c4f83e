using TorchBasics.Benchmarks.Running;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
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
        return
        [
            Pictured("lenet5-64", "LeNet-5 training", LeNet5.Architecture, LeNet5.Recipe, digits, batch: 64),
            Pictured("lenet5-256", "LeNet-5 training", LeNet5.Architecture, LeNet5.Recipe, digits, batch: 256),
            Pictured("mlp-64", "MLP 784-300-10 training", mlp, Mlp.Recipe, digits, batch: 64),
            Create(
                "xor-4",
                "XOR MLP training, all 4 samples",
                XorMlp.Architecture,
                XorMlp.Recipe,
                new Lazy<DataSplit>(() => DataCatalog.Load("xor")),
                withLoader: false),
        ];
    }

    /// <summary>
    /// LeNet-5 with a batch of any power of two up to 8,192, without the rivals that are slow by their way of loading data.
    /// </summary>
    /// <param name="batch">Samples per step.</param>
    public Contest Growing(int batch)
    {
        var contest = Pictured($"lenet5-{batch}", "LeNet-5 training", LeNet5.Architecture, LeNet5.Recipe, _growing, batch);
        return contest with { Entrants = [.. contest.Entrants.Where(entrant => entrant.Name != LoaderLoop.Title)] };
    }

    /// <inheritdoc/>
    public void Dispose() => _tasks.ForEach(task => task.Dispose());

    private static Lazy<DataSplit> Digits(int count) =>
        new(() => DataCatalog.Load("digits", new DataOptions { TrainLimit = count, TestLimit = 10 }));

    private Contest Pictured(
        string name, string title, Architecture architecture, TrainingRecipe recipe, Lazy<DataSplit> digits, int batch) =>
        Create(
            name,
            $"{title}, batch {batch}",
            architecture,
            recipe with { BatchSize = batch, LearningRate = Rate },
            digits,
            withLoader: true);

    private Contest Create(
        string name, string title, Architecture architecture, TrainingRecipe recipe, Lazy<DataSplit> data, bool withLoader)
    {
        var task = new Lazy<TrainingTask>(() =>
        {
            _tasks.Add(new TrainingTask(architecture, recipe, data.Value, threads));
            return _tasks[^1];
        });
        List<Entrant> entrants = [new(BareLoop.Title, () => new BareLoop(task.Value))];
        entrants.AddRange(Ours.Select(way => new Entrant(way.Name, () => new TrainerRival(way.Name, task.Value, way.Choose))));
        if (withLoader)
            entrants.Add(new(LoaderLoop.Title, () => new LoaderLoop(task.Value)));
        if (PythonFinder.Python is { } python)
            entrants.Add(new(PythonLoop.TitleOf(python.Version), () => new PythonLoop(task.Value, python)));
        return new(
            name,
            title,
            threads,
            recipe.BatchSize,
            TrainingWork.Flops(architecture, recipe.BatchSize),
            Tolerance: 1e-5,
            entrants);
    }
}
