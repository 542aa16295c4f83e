using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Export;
using TorchBasics.Training.Data;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Commands;

/// <summary>How a model from a file is trained further.</summary>
/// <param name="Model">The model, without a softmax where the loss takes one itself.</param>
/// <param name="Notes">What a person should know, a sentence each.</param>
/// <param name="Recipe">
/// The recipe of the model of the catalogue that has its name, or the one of a plain network, with its data and its loss.
/// </param>
/// <param name="DataOptions">How the run that made it read its data.</param>
internal sealed record FurtherTraining(Model Model, IReadOnlyList<string> Notes, TrainingRecipe Recipe, DataOptions DataOptions)
{
    /// <summary>Reads the model.</summary>
    /// <param name="origin">A file, or the folder of a run.</param>
    /// <param name="data">The data set that was named, or null.</param>
    /// <param name="loss">The loss that was named, or null.</param>
    /// <exception cref="TorchBasicsException">
    /// It cannot be read, or cannot be trained by descent, or nobody says on what.
    /// </exception>
    public static FurtherTraining Of(string origin, string? data, LossKind? loss)
    {
        var place = ModelPlace.At(origin);
        var imported = ModelImport.Read(place.Path);
        var model = imported.Model;
        CheckTrainable(model.Architecture);
        var usual = ModelLookup.EntryOf(model.Architecture.Name)?.Recipe;
        var (request, trainedOn) =
            (place.RecordOf(model)?.Request, model.TrainedOn is Model.Unknown or Model.Untrained ? null : model.TrainedOn);
        var recipe = (usual ?? Mlp.Recipe) with
        {
            Data = data ?? request?.Data ?? trainedOn ?? usual?.Data ?? throw new TorchBasicsException(
                ErrorKind.Usage, $"{origin} does not say what it was trained on; --data names a data set."),
            Loss = loss ?? (model.Targets is null ? UsualLoss.Of(model.Architecture) : LossKind.MeanSquaredError),
            Deskew = model.IsDeskewed,
        };
        var logits = recipe.Loss == LossKind.CrossEntropy ? model.WithLogits() : model;
        if (recipe.Loss == LossKind.CrossEntropy && logits.Architecture.GivesProbabilities)
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{origin} gives the mean of the probabilities of its members, and cross-entropy wants logits. "
                + "Train the members, each on its own, and combine them again.");
        IReadOnlyList<string> notes = ReferenceEquals(logits, model)
            ? imported.Notes
            : [.. imported.Notes, "The softmax at the end of the network is left out: the loss takes one itself."];
        var options = data is null && request is not null ? request.DataOptions : new DataOptions();
        return new(
            logits,
            notes,
            recipe,
            model.Architecture.Input.Count == 1 || DataCatalog.IsPictureFolder(recipe.Data) ? options.For(model) : options);
    }

    /// <summary>Refuses what descent cannot train.</summary>
    /// <exception cref="TorchBasicsException">It cannot: kind Usage.</exception>
    internal static void CheckTrainable(Architecture architecture)
    {
        if (architecture.Layers.Any(IsStep))
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{architecture.Name} has a step activation, through which no gradient passes; it cannot be trained by descent.");
        if (architecture.ParameterCount == 0)
            throw new TorchBasicsException(ErrorKind.Usage, $"{architecture.Name} has no weights that could be trained.");
        if (architecture.Output.Count != 1)
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{architecture.Name} gives results of the shape {architecture.Output}; expected one number for each class.");
    }

    private static bool IsStep(Layer layer) => layer is Step || layer.Inner.Any(IsStep);
}
