using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;
using TorchBasics.Training;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Rendering;

/// <summary>
/// A bar that moves below the lines of the epochs. It is drawn ten times a second at most, by the thread that trains, and
/// the figures are read only then: between two drawings a step costs one look at the clock.
/// </summary>
internal sealed class LiveDisplay(Screen screen) : TrainingDisplay
{
    private const int FiguresWidth = 66; // what stands beside the bar
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Pace _pace = new();
    private ProgressContext? _context;
    private ProgressTask? _task;
    private string _figures = "";
    private string _remaining = "";
    private long _drawn;

    public override RunRecord Show(Func<RunRecord> train) => screen.Output.Progress()
        .AutoRefresh(false)
        .AutoClear(true)
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left },
            new ProgressBarColumn { Width = Math.Clamp(screen.Output.Profile.Width - FiguresWidth, 10, 40) },
            new TextColumn(() => screen.Output.Profile.Width < FiguresWidth + 10 ? "" : _figures),
            new TextColumn(() => _remaining))
        .Start(context =>
        {
            _context = context;
            return train();
        });

    /// <inheritdoc/>
    public override void OnStart(TrainingRun run)
    {
        foreach (var line in TrainingText.Header(run, LabelledText.WidthOn(screen)))
            screen.Line(line); // nothing moves yet, and the terminal may break long paths as it likes
        _task = _context!.AddTask("epoch", maxValue: run.Trainer.TotalSteps);
        _pace.Start(run.Trainer.StepCount);
        Draw(run);
    }

    /// <inheritdoc/>
    public override void OnStep(TrainingRun run)
    {
        if (Stopwatch.GetElapsedTime(_drawn) >= Interval)
            Draw(run);
    }

    /// <inheritdoc/>
    public override void OnEpoch(TrainingRun run, EpochMetrics metrics)
    {
        screen.Output.WriteLine(TrainingText.Epoch(run, metrics, LabelledText.WidthOn(screen)));
        _pace.StartEpoch(run.Trainer.StepCount);
    }

    private void Draw(TrainingRun run)
    {
        var trainer = run.Trainer;
        var epochs = run.Request.Options.Recipe.Epochs;
        _task!.Value = trainer.StepCount;
        _task.Description = $"epoch {Math.Min(trainer.EpochCount + 1, epochs)}/{epochs}";
        if (!trainer.IsAtEpochEnd && trainer.StepCount > 0)
        {
            var (loss, accuracy) = trainer.ReadMeter();
            _figures = $"loss {Figures.Loss(loss)}  {(run.Data.Train.Targets is null ? $"{Figures.Percent(accuracy)}  " : "")}"
                + $"{_pace.StepsPerSecond(trainer.StepCount) * run.Request.Options.Recipe.BatchSize,7:N0} "
                + $"{TrainingText.Unit(run)}/s";
            _remaining = _pace.Remaining(trainer.StepCount, trainer.TotalSteps) is { } time ? $"{Figures.Time(time)} left" : "";
        }

        _context!.Refresh();
        _drawn = Stopwatch.GetTimestamp();
    }

    private sealed class TextColumn(Func<string> text) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(text());
    }
}
