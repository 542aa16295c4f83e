using System.CommandLine;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics runs delete RUN ...: removes what the runs wrote, and nothing else.</summary>
internal static class RunsDeleteCommand
{
    public static Command Create(Screen screen)
    {
        var runs = new Argument<string[]>("RUN")
        {
            HelpName = "RUN",
            Description = "Runs: their folders, or names of some in the folder of the runs",
            Arity = ArgumentArity.OneOrMore,
        };
        var folder = RunsCommand.Folder();
        var yes = new Option<bool>("--yes") { Description = "Delete them; without it, only what would be deleted is listed" };
        var json = GlobalOptions.Json("what was deleted");
        var command = new Command("delete", "Delete what runs wrote; files of others in their folders stay")
        {
            runs, folder, yes, json,
        };
        command.SetAction(parsed => Run(
            screen,
            parsed.GetRequiredValue(runs),
            RunsCommand.FolderOf(parsed, folder),
            parsed.GetValue(yes),
            parsed.GetValue(json)));
        return command;
    }

    private static int Run(Screen screen, IReadOnlyList<string> names, string folder, bool isMeant, bool json)
    {
        var found = names.Select(name => RunsCommand.Find(name, folder)).DistinctBy(run => Path.GetFullPath(run.Path)).ToList();
        if (found.Find(run => run.IsInUse) is { } busy)
            throw new TorchBasicsException(
                ErrorKind.Failed, $"{busy.Path} is in use: a process trains in it. Nothing was deleted.");
        var runs = new List<DeletedRun>();
        foreach (var run in found)
        {
            var bytes = run.Bytes;
            runs.Add(new(run.Path, bytes, isMeant ? run.Delete() : null));
            if (!json)
                Tell(screen, runs[^1]);
        }

        if (json)
            screen.Json(new DeletionReport(isMeant, runs), JsonForms.RunDeletion);
        if (!isMeant)
            throw new TorchBasicsException(ErrorKind.Usage, "Nothing was deleted; --yes deletes what is listed.");
        return ExitCodes.Success;
    }

    private static void Tell(Screen screen, DeletedRun run)
    {
        screen.Line($"{(run.Left is null ? "would delete" : "deleted")} {run.Folder}, {Counted.Of(run.Bytes, "byte")}");
        if (run.Left is { Count: > 0 } left)
            screen.Note($"{run.Folder} stays with what no run writes: {string.Join(", ", left)}.");
    }
}
