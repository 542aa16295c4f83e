using TorchBasics.Verification.Running;

namespace TorchBasics.Cli.Rendering;

/// <summary>Shows nothing.</summary>
internal sealed class SilentCheckDisplay : CheckDisplay
{
    public override CheckReport Show(CheckPlan plan, Func<CheckReport> check) => check();
}
