using Spectre.Console;
using TorchBasics.Bindings.Proving;

namespace TorchBasics.Cli.Rendering;

/// <summary>A bar while the host is probed; nothing when nobody watches.</summary>
internal static class ProbeProgress
{
    public static T Show<T>(Screen screen, Func<IProgress<int>?, T> probe) => !screen.IsTerminal
        ? probe(null)
        : screen.Output.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 20 }, new PercentageColumn())
            .Start(context => probe(new Bar(context.AddTask("shapes", maxValue: HostProbe.Shapes))));

    // Called by the thread that probes; System.Progress would post the reports to other threads.
    private sealed class Bar(ProgressTask task) : IProgress<int>
    {
        public void Report(int value) => task.Value = value;
    }
}
