using System.CommandLine;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Export;
using TorchBasics.Formats;
using TorchBasics.Formats.Kinds;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics combine: several trained networks as one model that gives the mean of what they give.</summary>
internal static class CombineCommand
{
    private static readonly Dictionary<string, CommitteeMean> Means = Enum.GetValues<CommitteeMean>()
        .ToDictionary(mean => $"{mean}".ToLowerInvariant());

    public static Command Create(Screen screen)
    {
        var models = new Argument<string[]>("MODEL")
        {
            HelpName = "MODEL",
            Description = "Two or more, each the folder of a run, a file of any format that 'import' reads, or the name of a "
                + "model: of its newest run under runs. They take the same samples alike and tell the same classes apart",
            Arity = new ArgumentArity(2, 100_000),
        };
        var output = TypedOption.Text(
            "--output", "The model file to write (default: name of the network, ending in .safetensors)", "FILE");
        output.Aliases.Add("-o");
        var average = TypedOption.Word(
            "--average",
            "What the mean is taken of: the probabilities of the members, or their outputs as they are (default: probabilities)",
            Means);
        var json = GlobalOptions.Json("the report");
        var command = new Command("combine", "Make one model of several trained ones, a committee: its answer is the mean of "
            + "theirs, and every other command takes it")
        {
            models, output, average, json,
        };
        command.SetAction(parsed =>
        {
            var target = parsed.GetValue(output);
            using var named = target is null ? null : OutputFile.Prepare(Checked(target));
            var members = parsed.GetRequiredValue(models).Select(text => (Name: text, Found: ModelLookup.Find(text))).ToList();
            foreach (var note in members.SelectMany(member => member.Found.Notes.Select(note => $"{member.Name}: {note}")))
                screen.Note(note);
            var committee = Committee.Combine(
                [.. members.Select(member => (member.Name, member.Found.Model))],
                parsed.GetValue(average) ?? CommitteeMean.Probabilities);
            var path = target ?? ExportTarget.Unused(FileNames.Of(committee.Architecture.Name) + ".safetensors");
            return Interruption.Guard(screen, $"{path} was not written.", cancellation =>
            {
                ExportText.Print(
                    screen,
                    ModelExport.Write(committee, path, FileKind.SafeTensors, new ExportOptions { Cancellation = cancellation }),
                    parsed.GetValue(json));
                return ExitCodes.Success;
            });
        });
        return command;
    }

    private static string Checked(string output) => FileKindName.OfEnding(output) is null or FileKind.SafeTensors
        ? output
        : throw new TorchBasicsException(
            ErrorKind.Usage,
            $"'combine' writes safetensors; the ending of {output} says another format, which 'torchbasics export' makes of it.");
}
