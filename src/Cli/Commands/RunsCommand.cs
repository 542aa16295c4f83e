using System.CommandLine;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics runs: what has been trained here. Loads no libtorch.</summary>
internal static class RunsCommand
{
    public static Command Create(Screen screen)
    {
        var folder = Folder();
        var json = GlobalOptions.Json("the list");
        var command = new Command("runs", $"List the runs in the folder '{TrainOptions.RunsFolder}', compare two, or delete some")
        {
            folder,
            json,
            RunsCompareCommand.Create(screen),
            RunsDeleteCommand.Create(screen),
        };
        command.SetAction(parsed => List(screen, FolderOf(parsed, folder), parsed.GetValue(json)));
        return command;
    }

    /// <summary>The option that names the folder of the runs.</summary>
    internal static Option<string?> Folder() => TypedOption.Text(
        "--folder", $"The folder that holds the folders of the runs (default: {TrainOptions.RunsFolder})", "DIR");

    /// <summary>The folder of the runs.</summary>
    internal static string FolderOf(ParseResult parsed, Option<string?> folder) =>
        parsed.GetValue(folder) ?? TrainOptions.RunsFolder;

    /// <summary>The run that somebody named: a folder, or the name of one in the folder of the runs.</summary>
    /// <exception cref="TorchBasicsException">There is none: kind Data.</exception>
    internal static StoredRun Find(string name, string folder)
    {
        var inner = Path.Combine(folder, name);
        return StoredRun.At(!Directory.Exists(name) && Directory.Exists(inner) ? inner : name);
    }

    private static int List(Screen screen, string folder, bool json)
    {
        if (folder != TrainOptions.RunsFolder && !Directory.Exists(folder))
            throw new TorchBasicsException(ErrorKind.Data, $"{folder} is not a folder; expected one that holds runs.");
        var report = new RunsReport(folder, [.. StoredRun.Below(folder).Select(RunListing.Of)]);
        if (json)
            screen.Json(report, JsonForms.Runs);
        else
            RunsText.List(screen, report);
        return ExitCodes.Success;
    }
}
