using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Export;
using TorchBasics.Models;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Commands;

/// <summary>A network from a file that is trained further, and how.</summary>
/// <param name="Model">The network, without a softmax where the loss takes one itself.</param>
/// <param name="Recipe">The recipe of the model of the catalogue that has its name, or the one of a plain network, and its data.</param>
internal sealed record FurtherTraining(ExchangedModel Model, TrainingRecipe Recipe)
{
    /// <summary>Reads the network.</summary>
    /// <param name="origin">A file, or the folder of a run.</param>
    /// <param name="data">The data set that was named, or null.</param>
    /// <exception cref="TorchBasicsException">It cannot be read, or cannot be trained by descent, or nobody says on what.</exception>
    public static FurtherTraining Of(string origin, string? data)
    {
        var read = ModelImport.Read(SavedModel.At(origin).Path);
        var architecture = read.Info.Architecture;
        if (architecture.Layers.Any(IsStep))
            throw new TorchBasicsException(ErrorKind.Usage, $"{architecture.Name} has a step activation, through which no gradient passes; it cannot be trained by descent.");
        var usual = ModelLookup.EntryOf(architecture.Name)?.Recipe;
        var recipe = usual ?? Mlp.Recipe;
        var loss = architecture.Layers[^1] is RbfOutput ? LossKind.Rbf : usual?.Loss ?? LossKind.CrossEntropy;
        return new(loss == LossKind.CrossEntropy ? read.WithLogits() : read, recipe with
        {
            Data = data ?? DataOf(origin, read.Info) ?? usual?.Data ?? throw new TorchBasicsException(ErrorKind.Usage, $"{origin} does not say what it was trained on; --data names a data set."),
            Loss = loss,
        });
    }

    private static string? DataOf(string origin, ModelInfo info) =>
        SavedModel.At(origin).Record?.Request.Data ?? (info.TrainedOn is ModelInfo.Unknown or ModelInfo.Untrained ? null : info.TrainedOn);

    private static bool IsStep(Layer layer) => layer is Step || (layer is Lift lift && lift.Inner.Any(IsStep));
}
