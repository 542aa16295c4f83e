using System.Diagnostics;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Reports;
using TorchBasics.Training;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Rendering;

/// <summary>
/// A line of JSON for each event, written at once. Between two lines a step costs one look at the clock: the figures are
/// read once a second.
/// </summary>
internal sealed class JsonLinesDisplay(Screen screen) : TrainingDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Pace _pace = new();
    private string? _first; // a checkpoint from before the start, of which nobody has heard yet
    private long _told; // 0 before the start

    public override RunRecord Show(Func<RunRecord> train) => train();

    /// <inheritdoc/>
    public override void OnStart(TrainingRun run)
    {
        Tell(new TrainingEvent.Start(
            run.Folder,
            run.Request,
            run.Network.Architecture.ParameterCount,
            run.Trainer.TotalSteps,
            run.ResumedAt,
            run.WatchedSet,
            Versions.All()));
        _pace.Start(run.Trainer.StepCount);
        _told = Stopwatch.GetTimestamp();
        if (_first is { } path)
            OnCheckpoint(run, path);
    }

    /// <inheritdoc/>
    public override void OnStep(TrainingRun run)
    {
        if (Stopwatch.GetElapsedTime(_told) < Interval || run.Trainer.IsAtEpochEnd)
            return; // the end of an epoch has a line of its own
        var trainer = run.Trainer;
        var (loss, accuracy) = trainer.ReadMeter();
        Tell(new TrainingEvent.Step(
            trainer.StepCount,
            trainer.EpochCount + 1,
            trainer.LearningRate,
            loss,
            accuracy,
            _pace.StepsPerSecond(trainer.StepCount) * run.Request.Options.Recipe.BatchSize));
        _told = Stopwatch.GetTimestamp();
    }

    /// <inheritdoc/>
    public override void OnEpoch(TrainingRun run, EpochMetrics metrics)
    {
        Tell(new TrainingEvent.Epoch(metrics));
        _pace.StartEpoch(run.Trainer.StepCount);
    }

    /// <inheritdoc/>
    public override void OnCheckpoint(TrainingRun run, string path)
    {
        if (_told == 0)
            _first = path;
        else
            Tell(new TrainingEvent.Checkpoint(run.Trainer.StepCount, path));
    }

    /// <inheritdoc/>
    public override void OnEnd(TrainingRun run, RunRecord record) => Tell(
        new TrainingEvent.End(record.Status, run.Folder, record.Test, record.WeightHash, record.Error));

    private void Tell(TrainingEvent happened)
    {
        screen.JsonLine(happened, JsonForms.TrainEvent);
        screen.Writer.Flush();
    }
}
