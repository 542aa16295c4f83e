using TorchBasics.Core.Catalog;
using TorchBasics.Core.Recipes;
using TorchBasics.Training;
using TorchBasics.Training.Records;
using TorchBasics.Training.Reports;
using TorchBasics.Training.Runs;

namespace TorchBasics.Tests.Damage;

/// <summary>A run that was stopped in the middle, and what it comes to when nobody disturbs it.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Folder">The folder.</param>
/// <param name="Request">What was asked for.</param>
/// <param name="WeightHash">SHA-256 of the final weights.</param>
internal sealed record BaseRun(string Name, string Folder, RunRequest Request, string WeightHash)
{
    /// <summary>Makes one; two are alike but for their ids when their requests are.</summary>
    /// <param name="root">Where the folders go.</param>
    /// <param name="name">Their name.</param>
    /// <param name="request">What to ask for.</param>
    /// <param name="stop">The step after which it is stopped; null for a finished run.</param>
    public static BaseRun Make(string root, string name, RunRequest request, long? stop)
    {
        var folder = Path.Combine(root, name);
        var whole = Execute(request, Path.Combine(root, $"{name}-whole"), stop: null);
        Execute(request, folder, stop);
        return new(name, folder, request, whole.WeightHash!);
    }

    /// <summary>XOR in 20 steps, two in each epoch.</summary>
    public static RunRequest Xor(ulong seed, int? patience = null) => new()
    {
        Model = "xor-mlp",
        Data = "xor",
        Device = "cpu",
        Options = new TrainingOptions
        {
            Recipe = XorMlp.Recipe with { Optimizer = OptimizerKind.Adam, Epochs = 10, BatchSize = patience is null ? 3 : 2 },
            Seed = seed,
            CheckpointEvery = 3,
            HoldOut = patience is null ? 0 : 1,
            Patience = patience,
        },
    };

    /// <summary>Everyone who writes into the folder of a run.</summary>
    public static ObserverGroup Writers(params ITrainingObserver[] others) =>
        new([.. others, new MetricsCsv(), new TensorBoardLog(), new HtmlReport()]);

    private static RunRecord Execute(RunRequest request, string folder, long? stop)
    {
        using var interruption = new CancellationTokenSource();
        using var run = TrainingRun.Start(request, folder);
        return run.Execute(Writers(new Stopper(stop, interruption)), interruption.Token);
    }

    private sealed class Stopper(long? step, CancellationTokenSource interruption) : ITrainingObserver
    {
        public void OnStep(TrainingRun run)
        {
            if (run.Trainer.StepCount == step)
                interruption.Cancel();
        }
    }
}
