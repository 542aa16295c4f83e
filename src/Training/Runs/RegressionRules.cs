using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Data;
using TorchBasics.Training.Ranks;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Runs;

/// <summary>What holds for a run that learns quantities.</summary>
internal static class RegressionRules
{
    /// <summary>Refuses what goes with classes alone.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="train">The samples to learn from.</param>
    /// <param name="ranks">The processes that train together; null for one alone.</param>
    /// <exception cref="TorchBasicsException">
    /// Another loss than the squared error, label smoothing, or several processes: kind Usage.
    /// </exception>
    public static void Check(RunRequest request, SampleSet train, RankGroup? ranks)
    {
        var recipe = request.Options.Recipe;
        if (train.Targets is null)
            return;
        if (recipe.Loss != LossKind.MeanSquaredError || recipe.LabelSmoothing != 0)
            throw new TorchBasicsException(
                ErrorKind.Usage,
                "Quantities are learnt with the loss mse and no label smoothing; the recipe has the loss "
                + $"{RecipeWords.Of(recipe.Loss)} and a smoothing of {recipe.LabelSmoothing}.");
        if (ranks is { Size: > 1 })
            throw new TorchBasicsException(
                ErrorKind.Usage, "Quantities (--targets) are learnt by one process; classes alone by several together.");
    }

    /// <summary>Refuses a network that has not one output for each target.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="train">The samples to learn from.</param>
    /// <exception cref="TorchBasicsException">It has more or fewer: kind Usage.</exception>
    public static void CheckFits(Architecture architecture, SampleSet train)
    {
        if (train.Targets is not null && !(architecture.Output is [var outputs] && outputs == train.ClassNames.Count))
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{architecture.Name} returns {architecture.Output}; {train.Name} has "
                + $"{Counted.Of(train.ClassNames.Count, "target")} ({string.Join(", ", train.ClassNames)}), "
                + "with one output for each. "
                + "mlp and softmax-regression are built for any number.");
    }
}
