using System.CommandLine;
using TorchBasics.Cli.Rendering;
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
        var command = new Command("delete", "Delete what runs wrote; files of others in their folders stay")
        {
            runs, folder, yes,
        };
        command.SetAction(parsed => Run(
            screen, parsed.GetRequiredValue(runs), RunsCommand.FolderOf(parsed, folder), parsed.GetValue(yes)));
        return command;
    }

    private static int Run(Screen screen, IReadOnlyList<string> names, string folder, bool isMeant)
    {
        var found = names.Select(name => RunsCommand.Find(name, folder)).DistinctBy(run => Path.GetFullPath(run.Path)).ToList();
        if (found.Find(run => run.IsInUse) is { } busy)
            throw new TorchBasicsException(
                ErrorKind.Failed, $"{busy.Path} is in use: a process trains in it. Nothing was deleted.");
        foreach (var run in found)
        {
            var size = Counted.Of(run.Bytes, "byte");
            if (!isMeant)
            {
                screen.Line($"would delete {run.Path}, {size}");
                continue;
            }

            var left = run.Delete();
            screen.Line($"deleted {run.Path}, {size}");
            if (left.Count > 0)
                screen.Note($"{run.Path} stays with what no run writes: {string.Join(", ", left)}.");
        }

        if (!isMeant)
            throw new TorchBasicsException(ErrorKind.Usage, "Nothing was deleted; --yes deletes what is listed.");
        return ExitCodes.Success;
    }
}
