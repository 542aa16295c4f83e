using System.CommandLine;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Formats;
using TorchBasics.Training.Reports;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics runs compare A B: options that differ, figures, speed, curves.</summary>
internal static class RunsCompareCommand
{
    public static Command Create(Screen screen)
    {
        var first = Run("FIRST", "A run: its folder, or the name of one in the folder of the runs");
        var second = Run("SECOND", "The run to compare it with");
        var folder = RunsCommand.Folder();
        var html = TypedOption.Text("--html", "Write a page with the figures and the curves of both (default: none)", "FILE");
        var json = GlobalOptions.Json("the comparison");
        var command = new Command("compare", "Compare two runs: options that differ, figures, speed, curves")
        {
            first, second, folder, html, json,
        };
        command.SetAction(parsed =>
        {
            var runs = RunsCommand.FolderOf(parsed, folder);
            var comparison = RunComparison.Of(
                RunsCommand.Find(parsed.GetRequiredValue(first), runs), RunsCommand.Find(parsed.GetRequiredValue(second), runs));
            if (parsed.GetValue(html) is { } page)
            {
                using var file = OutputFile.Prepare(page);
                AtomicFile.Write(page, ComparisonPage.Compose(comparison));
            }

            if (parsed.GetValue(json))
                screen.Json(comparison, JsonForms.RunComparison);
            else
                RunsText.Compare(screen, comparison, parsed.GetValue(html));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Argument<string> Run(string name, string description) => new(name)
    {
        HelpName = name,
        Description = description,
    };
}
