using TorchBasics.Training;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;

namespace TorchBasics.Tests.Native.Training.Reports;

/// <summary>Runs in parts, with someone watching.</summary>
internal static class Sessions
{
    /// <summary>Trains until a step is done, as if someone had asked to stop there.</summary>
    public static RunRecord StopAt(long step, RunRequest request, string folder, ITrainingObserver observer)
    {
        using var stop = new CancellationTokenSource();
        using var run = TrainingRun.Start(request, folder);
        return run.Execute(new At(step, observer, _ => stop.Cancel()), stop.Token);
    }

    /// <summary>Trains until a step is done, then fails.</summary>
    public static void FailAt(long step, RunRequest request, string folder, ITrainingObserver observer)
    {
        using var run = TrainingRun.Start(request, folder);
        Assert.Throws<InvalidOperationException>(() =>
            run.Execute(
                new At(step, observer, _ => throw new InvalidOperationException("The <plug> was pulled & all is lost."))));
    }

    /// <summary>Continues to the end.</summary>
    public static RunRecord Continue(string folder, ITrainingObserver observer)
    {
        using var run = TrainingRun.Resume(folder, _ => { });
        return run.Execute(observer);
    }

    private sealed class At(long step, ITrainingObserver observer, Action<TrainingRun> act) : ITrainingObserver
    {
        public void OnStart(TrainingRun run) => observer.OnStart(run);

        public void OnStep(TrainingRun run)
        {
            if (run.Trainer.StepCount == step)
                act(run);
        }

        public void OnEpoch(TrainingRun run, EpochMetrics metrics) => observer.OnEpoch(run, metrics);

        public void OnEnd(TrainingRun run, RunRecord record) => observer.OnEnd(run, record);
    }
}
