using TorchBasics.Core.Catalog;
using TorchBasics.Core.Recipes;
using TorchBasics.Training;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;

namespace TorchBasics.Tests.Native.Training;

/// <summary>Small runs for tests.</summary>
internal static class Runs
{
    /// <summary>XOR with a given optimizer: 2 steps an epoch, the second with a short batch of one sample.</summary>
    public static RunRequest Xor(OptimizerKind optimizer = OptimizerKind.Adam, int epochs = 10, ulong seed = 1) => new()
    {
        Model = "xor-mlp",
        Data = "xor",
        Device = "cpu",
        Options = new TrainingOptions
        {
            Recipe = XorMlp.Recipe with { Optimizer = optimizer, Epochs = epochs, BatchSize = 3 },
            Seed = seed,
            CheckpointEvery = 1,
        },
    };

    /// <summary>A convolutional network on a few drawn digits.</summary>
    public static RunRequest Digits(string model = "lenet1", int epochs = 2, int samples = 200) => new()
    {
        Model = model,
        Data = "digits",
        DataOptions = new() { TrainLimit = samples, TestLimit = 50 },
        Device = "cpu",
        Options = new TrainingOptions
        {
            Recipe = ModelCatalog.Find(model).Recipe! with { Epochs = epochs, BatchSize = 32 },
            Seed = 1,
            CheckpointEvery = 1,
        },
    };

    /// <summary>Trains to the end and returns the record.</summary>
    public static RunRecord Complete(RunRequest request, string folder, ITrainingObserver? observer = null)
    {
        using var run = TrainingRun.Start(request, folder);
        return run.Execute(observer ?? new Silence());
    }

    /// <summary>Trains until a step is done, as if someone had asked to stop there.</summary>
    public static RunRecord StopAt(long step, RunRequest request, string folder)
    {
        using var stop = new CancellationTokenSource();
        using var run = TrainingRun.Start(request, folder);
        return run.Execute(new StopAfter(step, stop), stop.Token);
    }

    /// <summary>Copies the folder of a run.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>Continues to the end.</summary>
    public static RunRecord Continue(string folder)
    {
        using var run = TrainingRun.Resume(folder, _ => { });
        return run.Execute(new Silence());
    }

    internal sealed class Silence : ITrainingObserver;

    private sealed class StopAfter(long step, CancellationTokenSource stop) : ITrainingObserver
    {
        public void OnStep(TrainingRun run)
        {
            if (run.Trainer.StepCount == step)
                stop.Cancel();
        }
    }
}
