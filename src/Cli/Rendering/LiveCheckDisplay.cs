using System.Diagnostics;
using Spectre.Console;
using TorchBasics.Verification.Running;

namespace TorchBasics.Cli.Rendering;

/// <summary>
/// A bar that moves below the lines of the models and says what is being checked; drawn ten times a second at most.
/// </summary>
internal sealed class LiveCheckDisplay(Screen screen) : CheckDisplay
{
    private const int BarWidth = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private ProgressContext? _context;
    private ProgressTask? _task;
    private string _subject = "";
    private int _begun;
    private long _drawn;

    public override CheckReport Show(CheckPlan plan, Func<CheckReport> check)
    {
        foreach (var line in CheckText.Header(plan, LabelledText.WidthOn(screen)))
            screen.Line(line);
        return screen.Output.Progress()
            .AutoRefresh(false)
            .AutoClear(true)
            .Columns(new ProgressBarColumn { Width = BarWidth }, new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                _context = context;
                _task = context.AddTask("check", maxValue: plan.Runs.Count * (plan.Engines.Count + plan.ThreadPairs.Count));
                return check();
            });
    }

    /// <inheritdoc/>
    public override void OnEngine(string model, string engine)
    {
        _task!.Value = _begun++;
        _subject = $"{model} on {engine}";
        Draw("");
    }

    /// <inheritdoc/>
    public override void OnFinding(string model, Finding finding)
    {
        if (Stopwatch.GetElapsedTime(_drawn) >= Interval)
            Draw(finding.Step is { } step ? $": step {step}" : $": {finding.Check}");
    }

    /// <inheritdoc/>
    public override void OnModel(ModelSummary summary)
    {
        // A line that the terminal breaks would leave a piece of the bar behind.
        var width = screen.Output.Profile.Width;
        foreach (var line in CheckText.Model(summary, LabelledText.WidthOn(screen)))
            screen.Output.WriteLine(line.Length < width ? line : $"{line[..(width - 2)]}…");
    }

    private void Draw(string what)
    {
        _task!.Description = Markup.Escape(_subject + what);
        _context!.Refresh();
        _drawn = Stopwatch.GetTimestamp();
    }
}
