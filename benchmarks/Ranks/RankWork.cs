using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Records;

namespace TorchBasics.Benchmarks.Ranks;

/// <summary>A network that is trained by several processes, and a batch.</summary>
/// <param name="Title">What a table calls the network.</param>
/// <param name="Architecture">The network.</param>
/// <param name="Recipe">How it is trained.</param>
/// <param name="Batch">Samples of all processes together.</param>
internal sealed record RankWork(string Title, Architecture Architecture, TrainingRecipe Recipe, int Batch)
{
    private const int Pictures = 20_480; // whole batches of every power of two up to 4,096

    private static readonly (string Title, Architecture Architecture, TrainingRecipe Recipe)[] Networks =
    [
        ("LeNet-5", Core.Catalog.LeNet5.Architecture, Core.Catalog.LeNet5.Recipe),
        ("MLP 784-300-10", Core.Catalog.Mlp.Describe("mlp", [1, 28, 28], 10, 300), Core.Catalog.Mlp.Recipe),
        (
            "MLP 784-1500-1000-500-10",
            Core.Catalog.Mlp.Describe("mlp-1500", [1, 28, 28], 10, 1500, 1000, 500),
            Core.Catalog.Mlp.Recipe),
    ];

    /// <summary>Batches of the measured steps.</summary>
    public static IReadOnlyList<int> Batches { get; } = [64, 256, 1024];

    /// <summary>Every network with every batch.</summary>
    /// <param name="batches">The batches.</param>
    public static IReadOnlyList<RankWork> All(IEnumerable<int> batches) =>
    [
        .. Networks.SelectMany(network => batches.Select(
            batch => new RankWork(network.Title, network.Architecture, network.Recipe, batch))),
    ];

    /// <summary>A word for the lines in which processes tell each other.</summary>
    public string Key => $"{Architecture.Name}-{Batch}";

    /// <summary>A run without end, on MNIST where TORCHBASICS_DATA has it, else on drawn digits.</summary>
    /// <param name="threads">Threads of each process.</param>
    public RunRequest Request(int threads)
    {
        var folder = Environment.GetEnvironmentVariable("TORCHBASICS_DATA");
        var hasMnist = folder is not null && Directory.Exists(Path.Combine(folder, "mnist"));
        var recipe = Recipe with
        {
            BatchSize = Batch,
            LearningRate = 0.01,
            Schedule = ScheduleKind.Constant,
            Epochs = 1_000_000,
        };
        return RunRequest.Usual(Architecture.Name, recipe) with
        {
            Origin = "benchmark",
            Data = hasMnist ? "mnist" : "digits",
            DataOptions = new() { TrainLimit = Pictures, TestLimit = 64 },
            Device = "cpu",
            Threads = threads,
            Options = new TrainingOptions
            {
                Recipe = recipe,
                Seed = 1,
                CheckpointEvery = int.MaxValue,
                Kernels = KernelChoice.Fused,
            },
        };
    }

    /// <summary>The network with its first weights.</summary>
    public Model Origin(RunRequest request)
    {
        var split = DataCatalog.Load(request.Data, request.DataOptions);
        using var network = new Network(Architecture, seed: 1);
        return network.ToModel() with { Normalization = split.DefaultNormalization(Recipe.Pixels) };
    }
}
