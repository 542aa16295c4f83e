using TorchBasics.Cli.Rendering;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Formats.Architectures;
using TorchBasics.Reference;

namespace TorchBasics.Cli.Commands;

/// <summary>A network that a person describes in a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Entry">The network, as the catalogue has its own.</param>
/// <param name="Recipe">
/// How it is trained: as the file says, or as plain networks are, with the loss that suits its outputs.
/// </param>
/// <param name="Notes">What a person should know, a sentence each.</param>
internal sealed record OwnNetwork(string File, ModelEntry Entry, TrainingRecipe Recipe, IReadOnlyList<string> Notes)
{
    private const long MostParameters = 1L << 28; // 1 GiB of weights, and as much for gradients and momentum each

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The network; its recipe names no data where neither the file does nor the network is one for digits.</returns>
    /// <exception cref="TorchBasicsException">
    /// It cannot be read, is wrong at some place, which the message names, or describes a network too large: kind Data.
    /// </exception>
    public static OwnNetwork Read(string path)
    {
        var (architecture, recipe) = NetworkFile.Read(path);
        CheckSize(path, architecture);
        List<string> notes = [];
        if (ModelLookup.EntryOf(architecture.Name) is { } known && !IsSame(architecture, known.Architecture))
        {
            architecture = architecture.Named($"own-{known.Name}");
            notes.Add($"{path} describes another network than {known.Name} of the catalogue, so it is called "
                + $"{architecture.Name}; its field \"name\" can give it a name of its own.");
        }

        recipe ??= Usual(architecture);
        return new(path, new ModelEntry(architecture, $"described by {path}", recipe), recipe, notes);
    }

    /// <summary>Reads a file to train what it describes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="data">The data set that was named, or null.</param>
    /// <param name="loss">The loss that was named, or null.</param>
    /// <exception cref="TorchBasicsException">As <see cref="Read"/>; or it cannot be trained by descent: kind Usage.</exception>
    public static OwnNetwork ToTrain(string path, string? data, LossKind? loss)
    {
        var own = Read(path);
        var architecture = own.Entry.Architecture;
        FurtherTraining.CheckTrainable(architecture);
        var recipe = own.Recipe with { Data = data ?? own.Recipe.Data, Loss = loss ?? own.Recipe.Loss };
        if (recipe.Data.Length == 0)
            throw new TorchBasicsException(ErrorKind.Usage, $"{path} does not say what the network is trained on; "
                + "--data names a data set, or the field \"data\" of a \"recipe\" in the file.");
        if (recipe.Loss != LossKind.CrossEntropy)
            return own with { Recipe = recipe, Entry = own.Entry with { Recipe = recipe } };
        var logits = architecture.WithLogits();
        if (logits.GivesProbabilities)
            throw new TorchBasicsException(
                ErrorKind.Usage, $"{path} describes a network that gives probabilities, and cross-entropy wants logits. "
                    + "Leave the softmax out, or take --loss mse.");
        return own with
        {
            Recipe = recipe,
            Entry = own.Entry with { Architecture = logits, Recipe = recipe },
            Notes = ReferenceEquals(logits, architecture)
                ? own.Notes
                : [.. own.Notes, "The softmax at the end of the network is left out: the loss takes one itself."],
        };
    }

    /// <summary>Prints its layers and shapes as "models" does.</summary>
    public void Print(Screen screen)
    {
        screen.Line($"{Entry.Name}: {Entry.Title}");
        screen.Write(ModelTables.Layers(Entry.Architecture));
    }

    private static TrainingRecipe Usual(Architecture architecture)
    {
        var loss = UsualLoss.Of(architecture);
        return Mlp.Recipe with
        {
            Data = architecture.Input.Equals(Mlp.Architecture.Input) && architecture.Output.Equals(Mlp.Architecture.Output)
                ? Mlp.Recipe.Data
                : "",
            Loss = loss,
            LabelSmoothing = loss == LossKind.CrossEntropy ? Mlp.Recipe.LabelSmoothing : 0,
        };
    }

    private static bool IsSame(Architecture one, Architecture other) =>
        ArchitectureJson.Write(one.Named(other.Name)) == ArchitectureJson.Write(other);

    private static void CheckSize(string path, Architecture architecture)
    {
        try
        {
            ReferenceCost.CheckSize(architecture);
            if (architecture.ParameterCount > MostParameters)
                throw new TorchBasicsException(ErrorKind.Data, FormattableString.Invariant(
                    $"{architecture.Name} has {architecture.ParameterCount:N0} parameters; expected at most ")
                    + FormattableString.Invariant($"{MostParameters:N0}."));
        }
        catch (TorchBasicsException error)
        {
            throw new TorchBasicsException(error.Kind, $"{path}: {error.Message}", error);
        }
        catch (ArgumentOutOfRangeException error) // a shape with 2^63 elements
        {
            throw new TorchBasicsException(ErrorKind.Data, $"{path}: {architecture.Name} is too large.", error);
        }
    }
}
