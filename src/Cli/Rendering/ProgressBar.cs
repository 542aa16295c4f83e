using Spectre.Console;

namespace TorchBasics.Cli.Rendering;

/// <summary>A bar while something is counted that takes a while; nothing when nobody watches.</summary>
internal static class ProgressBar
{
    /// <summary>Runs something with a bar.</summary>
    /// <param name="screen">Where the bar is, while the work lasts.</param>
    /// <param name="what">What is counted.</param>
    /// <param name="total">How many there are.</param>
    /// <param name="work">Reports how many are done, on the thread that does them.</param>
    /// <returns>What the work gives.</returns>
    public static T Show<T>(Screen screen, string what, long total, Func<IProgress<long>?, T> work) => !screen.IsTerminal
        ? work(null)
        : screen.Output.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = 20 },
                new PercentageColumn())
            .Start(context => work(new Bar(context.AddTask(Markup.Escape(what), maxValue: total))));

    // Called by the thread that works; System.Progress would post the reports to other threads.
    private sealed class Bar(ProgressTask task) : IProgress<long>
    {
        public void Report(long value) => task.Value = value;
    }
}
