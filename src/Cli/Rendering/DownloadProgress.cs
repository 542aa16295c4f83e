using Spectre.Console;
using TorchBasics.Training.Data.Fetching;

namespace TorchBasics.Cli.Rendering;

/// <summary>A bar per file while a data set comes down; nothing when nobody watches.</summary>
internal static class DownloadProgress
{
    public static T Show<T>(Screen screen, Func<IProgress<FetchProgress>?, T> download) => !screen.IsTerminal
        ? download(null)
        : screen.Output.Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = 20 },
                new DownloadedColumn(),
                new TransferSpeedColumn())
            .Start(context => download(new Bars(context)));

    // Reports come one after the other from the task that downloads; System.Progress would post them to other threads.
    private sealed class Bars(ProgressContext context) : IProgress<FetchProgress>
    {
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(FetchProgress value)
        {
            if (!_tasks.TryGetValue(value.File, out var task))
                _tasks[value.File] = task = context.AddTask(Markup.Escape(value.File));
            task.IsIndeterminate = value.Total is null;
            task.MaxValue = value.Total ?? Math.Max(1, value.Received);
            task.Value = value.Received;
        }
    }
}
