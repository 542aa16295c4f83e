using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Records;

namespace TorchBasics.Cli.Commands;

/// <summary>What --targets changes in a recipe that was made for classes.</summary>
internal static class RegressionRecipe
{
    /// <summary>
    /// The recipe of a model of the catalogue for tables of some hundred rows: smaller steps than for classes, whose gradients
    /// are bounded, smaller batches, and more epochs.
    /// </summary>
    /// <param name="recipe">The recipe for classes.</param>
    public static TrainingRecipe Usual(TrainingRecipe recipe) =>
        recipe with { LearningRate = 0.01, BatchSize = 32, Epochs = 50 };

    /// <summary>Learns with the squared error and without label smoothing where a request asks for quantities.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="loss">The loss that was typed; null for none.</param>
    /// <param name="smoothing">The label smoothing that was typed; null for none.</param>
    /// <returns>The request; as it was where classes are learnt.</returns>
    /// <exception cref="TorchBasicsException">Something was typed that goes with classes alone: kind Usage.</exception>
    public static RunRequest For(RunRequest request, LossKind? loss, double? smoothing)
    {
        if (request.DataOptions.Targets is null)
            return request;
        if (loss is not (null or LossKind.MeanSquaredError))
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"--loss {RecipeWords.Of(loss.Value)} is for classes; --targets learns quantities, with --loss mse. "
                + "Leave it out.");
        if (smoothing is not (null or 0))
            throw new TorchBasicsException(
                ErrorKind.Usage, "--label-smoothing is for classes; --targets learns quantities. Leave it out.");
        var recipe = request.Options.Recipe with { Loss = LossKind.MeanSquaredError, LabelSmoothing = 0 };
        return request with { Options = request.Options with { Recipe = recipe } };
    }
}
