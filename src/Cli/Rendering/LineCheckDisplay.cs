using TorchBasics.Verification.Running;

namespace TorchBasics.Cli.Rendering;

/// <summary>Plain lines for a file or a pipe: the header, then one line for each model.</summary>
internal sealed class LineCheckDisplay(Screen screen) : CheckDisplay
{
    public override CheckReport Show(CheckPlan plan, Func<CheckReport> check)
    {
        foreach (var line in CheckText.Header(plan, LabelledText.WidthOn(screen)))
            screen.Line(line);
        screen.Writer.Flush();
        return check();
    }

    /// <inheritdoc/>
    public override void OnModel(ModelSummary summary)
    {
        foreach (var line in CheckText.Model(summary, LabelledText.WidthOn(screen)))
            screen.Line(line);
        screen.Writer.Flush();
    }
}
