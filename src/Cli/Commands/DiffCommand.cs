using System.CommandLine;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Export.Comparing;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics diff: what two files of any two formats have in common, and what not.</summary>
internal static class DiffCommand
{
    public static Command Create(Screen screen)
    {
        var first = new Argument<string>("A")
        {
            HelpName = "A",
            Description = "File of any format that 'import' reads, folder of a run, or name of a model, "
                + "whose newest run under runs is taken"
        };
        var second = new Argument<string>("B") { HelpName = "B", Description = "Another one, of the same format or not" };
        var json = GlobalOptions.Json("the differences");
        var command = new Command("diff", "Compare two files: their arrays bit by bit, "
            + "and what their networks answer to the same samples; exit code 0 when all is the same, 1 when not")
        {
            first, second, json,
        };
        command.SetAction(parsed =>
        {
            var difference = FileComparison.Compare(
                ModelLookup.Locate(parsed.GetRequiredValue(first)).Path,
                ModelLookup.Locate(parsed.GetRequiredValue(second)).Path);
            if (parsed.GetValue(json))
                screen.Json(difference, JsonForms.Diff);
            else
                DiffText.Print(screen, difference);
            return difference.IsSame ? ExitCodes.Success : ExitCodes.Failed;
        });
        return command;
    }
}
