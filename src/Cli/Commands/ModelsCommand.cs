using System.CommandLine;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Architectures;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics models [MODEL]: what there is, without loading libtorch.</summary>
internal static class ModelsCommand
{
    public static Command Create(Screen screen)
    {
        var model = new Argument<string?>("MODEL")
        {
            HelpName = "MODEL",
            Description = "The model to describe, or a JSON file that describes a network; without it, all models are listed",
            Arity = ArgumentArity.ZeroOrOne,
        };
        model.CompletionSources.Add([.. ModelCatalog.All.Select(entry => entry.Name)]);
        var json = GlobalOptions.Json("the list or the description");
        var architecture = new Option<bool>("--architecture")
        {
            Description = "Print the network and its recipe as a file that 'train --architecture' takes, to be changed",
        };
        var command = new Command(
            "models", "List the models, or describe one: layers, shapes, parameters, work and recipe")
        {
            model, json, architecture,
        };
        command.SetAction(parsed => Run(screen, parsed.GetValue(model), parsed.GetValue(json), parsed.GetValue(architecture)));
        return command;
    }

    private static int Run(Screen screen, string? name, bool json, bool asFile)
    {
        if (asFile && (json || name is null))
            throw new TorchBasicsException(
                ErrorKind.Usage, "--architecture prints the description of one model, such as 'models lenet5 --architecture'"
                    + $"{(json ? "; --json, which holds it, too, does not go with it" : "")}.");
        if (name is null)
            List(screen, json);
        else
            Describe(screen, Find(screen, name), json, asFile);
        return ExitCodes.Success;
    }

    private static ModelEntry Find(Screen screen, string name)
    {
        if (!ModelLookup.IsPath(name))
            return ModelCatalog.Find(name);
        if (File.Exists(name) && !NetworkFile.IsAt(name) || Directory.Exists(name))
            throw new TorchBasicsException(
                ErrorKind.Usage, $"{name} is no JSON file that describes a network. '{ProgramName.ToType} inspect {name}' "
                    + "shows what is in a file with weights.");
        var own = OwnNetwork.Read(name);
        foreach (var note in own.Notes)
            screen.Note(note);
        return own.Entry;
    }

    private static void List(Screen screen, bool json)
    {
        if (json)
            screen.Json(new ModelsReport([.. ModelCatalog.All.Select(ModelDetails.Of)]), JsonForms.Models);
        else
            screen.Write(ModelTables.List(ModelCatalog.All));
    }

    private static void Describe(Screen screen, ModelEntry entry, bool json, bool asFile)
    {
        if (json)
        {
            screen.Json(ModelDetails.Of(entry), JsonForms.Model);
            return;
        }

        if (asFile)
        {
            screen.Writer.WriteLine(NetworkFile.Write(new(entry.Architecture, entry.Recipe)));
            return;
        }

        screen.Line($"{entry.Name}: {entry.Title}");
        LabelledText.Print(screen, $"input {entry.Architecture.Input}, output {entry.Architecture.Output}; N counts the samples");
        screen.Write(ModelTables.Layers(entry.Architecture));
        var recipe = entry.Recipe is null
            ? "none: the weights are fixed by thought, there is nothing to train"
            : $"{RecipeText.Of(entry.Recipe)}, on {(entry.Recipe.Data.Length == 0 ? "what --data names" : entry.Recipe.Data)}";
        LabelledText.Print(screen, "recipe", recipe);
    }
}
