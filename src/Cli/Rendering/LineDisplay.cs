using TorchBasics.Training;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Rendering;

/// <summary>Plain lines for a file or a pipe: the header, then one line for each epoch.</summary>
internal sealed class LineDisplay(Screen screen) : TrainingDisplay
{
    public override RunRecord Show(Func<RunRecord> train) => train();

    /// <inheritdoc/>
    public override void OnStart(TrainingRun run)
    {
        foreach (var line in TrainingText.Header(run, LabelledText.WidthOn(screen)))
            screen.Line(line);
        screen.Writer.Flush();
    }

    /// <inheritdoc/>
    public override void OnEpoch(TrainingRun run, EpochMetrics metrics)
    {
        screen.Line(TrainingText.Epoch(run, metrics, LabelledText.WidthOn(screen)));
        screen.Writer.Flush();
    }
}
