using TorchBasics.Training;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Rendering;

/// <summary>What a person sees of a run while it goes on.</summary>
internal abstract class TrainingDisplay : ITrainingObserver
{
    /// <summary>The display that suits where the output goes.</summary>
    public static TrainingDisplay For(Screen screen, bool isSilent) =>
        isSilent ? new SilentDisplay() : screen.IsTerminal ? new LiveDisplay(screen) : new LineDisplay(screen);

    /// <summary>Runs the training with the display around it.</summary>
    public abstract RunRecord Show(Func<RunRecord> train);

    /// <inheritdoc/>
    public virtual void OnStart(TrainingRun run)
    {
    }

    /// <inheritdoc/>
    public virtual void OnStep(TrainingRun run)
    {
    }

    /// <inheritdoc/>
    public virtual void OnEpoch(TrainingRun run, EpochMetrics metrics)
    {
    }

    /// <inheritdoc/>
    public virtual void OnCheckpoint(TrainingRun run, string path)
    {
    }

    /// <inheritdoc/>
    public virtual void OnEnd(TrainingRun run, RunRecord record)
    {
    }
}
