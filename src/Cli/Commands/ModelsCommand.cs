using System.CommandLine;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Core.Catalog;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics models [MODEL]: what there is, without loading libtorch.</summary>
internal static class ModelsCommand
{
    public static Command Create(Screen screen)
    {
        var model = new Argument<string?>("MODEL")
        {
            HelpName = "MODEL",
            Description = "The model to describe; without it, all models are listed",
            Arity = ArgumentArity.ZeroOrOne,
        };
        model.CompletionSources.Add([.. ModelCatalog.All.Select(entry => entry.Name)]);
        var json = GlobalOptions.Json("the list or the description");
        var command = new Command(
            "models", "List the models, or describe one: layers, shapes, parameters, work and recipe") { model, json };
        command.SetAction(parsed => Run(screen, parsed.GetValue(model), parsed.GetValue(json)));
        return command;
    }

    private static int Run(Screen screen, string? name, bool json)
    {
        if (name is null)
            List(screen, json);
        else
            Describe(screen, ModelCatalog.Find(name), json);
        return ExitCodes.Success;
    }

    private static void List(Screen screen, bool json)
    {
        if (json)
            screen.Json(new ModelsReport([.. ModelCatalog.All.Select(ModelDetails.Of)]), JsonForms.Models);
        else
            screen.Write(ModelTables.List(ModelCatalog.All));
    }

    private static void Describe(Screen screen, ModelEntry entry, bool json)
    {
        if (json)
        {
            screen.Json(ModelDetails.Of(entry), JsonForms.Model);
            return;
        }

        screen.Line($"{entry.Name}: {entry.Title}");
        LabelledText.Print(screen, $"input {entry.Architecture.Input}, output {entry.Architecture.Output}; N counts the samples");
        screen.Write(ModelTables.Layers(entry.Architecture));
        var recipe = entry.Recipe is null
            ? "none: the weights are fixed by thought, there is nothing to train"
            : $"{RecipeText.Of(entry.Recipe)}, on {entry.Recipe.Data}";
        LabelledText.Print(screen, "recipe", recipe);
    }
}
