using TorchBasics.Verification.Running;

namespace TorchBasics.Cli.Rendering;

/// <summary>What a person sees of a check while it goes on.</summary>
internal abstract class CheckDisplay : ICheckObserver
{
    /// <summary>The display that suits where the output goes.</summary>
    public static CheckDisplay For(Screen screen, bool isSilent) =>
        isSilent ? new SilentCheckDisplay() : screen.IsTerminal ? new LiveCheckDisplay(screen) : new LineCheckDisplay(screen);

    /// <summary>Runs the check with the display around it.</summary>
    public abstract CheckReport Show(CheckPlan plan, Func<CheckReport> check);

    /// <inheritdoc/>
    public virtual void OnEngine(string model, string engine)
    {
    }

    /// <inheritdoc/>
    public virtual void OnFinding(string model, Finding finding)
    {
    }

    /// <inheritdoc/>
    public virtual void OnModel(ModelSummary summary)
    {
    }
}
