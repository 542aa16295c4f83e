using System.Diagnostics;
using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Metrics;
using TorchBasics.Training.Recording;
using TorchBasics.Training.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Benchmarks.Cuda;

/// <summary>Wall time from the first step until LeNet-5 tells 99.0 % of the test images of MNIST apart.</summary>
internal sealed class CudaAccuracy
{
    public const double Target = 0.99;
    public const string Work = "lenet5 to 99.0 % on MNIST";
    public const ulong Seed = 1;

    private CudaAccuracy(DataSplit split, TrainingRecipe recipe)
    {
        (Split, Recipe, Normalization) = (split, recipe, split.DefaultNormalization());
        Steps = (split.Train.Count + recipe.BatchSize - 1) / recipe.BatchSize * recipe.Epochs;
    }

    public DataSplit Split { get; }

    /// <summary>That of the benchmark "accuracy".</summary>
    public TrainingRecipe Recipe { get; }

    public Normalization Normalization { get; }

    public int Steps { get; }

    /// <summary>The rate of each step.</summary>
    public double[] Rates()
    {
        var schedule = Schedule.Create(Recipe);
        return [.. Enumerable.Range(0, Steps).Select(step => schedule.Rate(step, new RunLength(Steps, 1)))];
    }

    /// <summary>Loads the images.</summary>
    /// <param name="tries">Whether a few will do.</param>
    /// <returns>The task; null where there are no files.</returns>
    public static CudaAccuracy? Load(bool tries)
    {
        try
        {
            var options = tries ? new DataOptions { TrainLimit = 1000, TestLimit = 200 } : new DataOptions();
            return new CudaAccuracy(
                DataCatalog.Load("mnist", options),
                Core.Catalog.LeNet5.Recipe with
                {
                    Epochs = 2,
                    BatchSize = 64,
                    LearningRate = 0.1,
                    Schedule = ScheduleKind.OneCycle,
                });
        }
        catch (TorchBasicsException error) when (error.Kind is ErrorKind.Data or ErrorKind.Usage)
        {
            return null;
        }
    }

    /// <summary>Trains both ways.</summary>
    public IEnumerable<CudaRow> Measure(Device device)
    {
        Console.Error.WriteLine(Work);
        using var train = new TensorData(Split.Train, Normalization, device);
        using var test = new TensorData(Split.Test, Normalization, device);
        foreach (var graphs in (GraphChoice[])[GraphChoice.Off, GraphChoice.Auto])
            yield return Measure(train, test, graphs);
    }

    private CudaRow Measure(TensorData train, TensorData test, GraphChoice graphs)
    {
        using var network = new Network(Core.Catalog.LeNet5.Architecture, Seed);
        network.to(train.Device);
        using var trainer = new Trainer(network, train, new TrainingOptions
        {
            Recipe = Recipe,
            Seed = Seed,
            Kernels = KernelChoice.Libtorch,
            Graphs = graphs,
        });
        var (reached, accuracy) = ((double?)null, 0.0);
        var start = Stopwatch.GetTimestamp();
        while (reached is null && trainer.EpochCount < Recipe.Epochs)
        {
            do
                trainer.Step();
            while (!trainer.IsAtEpochEnd);
            accuracy = Evaluator.Evaluate(network, test, loss: null, kernels: KernelChoice.Libtorch).Accuracy;
            if (accuracy >= Target)
                reached = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        var remark = string.Create(
            CultureInfo.InvariantCulture,
            $"{100 * accuracy:f2} % after {trainer.EpochCount} epochs{(reached is null ? ", not reached" : "")}");
        return new CudaRow(
            Work,
            graphs == GraphChoice.Auto ? CudaTurns.Graphs : CudaTurns.Eager,
            reached ?? Stopwatch.GetElapsedTime(start).TotalSeconds,
            null,
            remark);
    }
}
