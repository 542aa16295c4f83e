using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Kernels.Learning;

/// <summary>What the learning rate is multiplied by for a parameter.</summary>
/// <remarks>
/// b for biases and 1 for all others, divided by n or sqrt(n) where layers with a fan-in of n learn more slowly.
/// Source: lr_mult of Caffe for the rates of biases.
/// </remarks>
internal static class RateFactors
{
    /// <summary>The factor for one parameter.</summary>
    /// <param name="name">Its full name, such as "conv1.bias".</param>
    /// <param name="fanIn">n, at least 1.</param>
    /// <param name="biasRate">b; null for 1.</param>
    /// <param name="scaling">Whether layers with many inputs learn more slowly.</param>
    /// <returns>The factor.</returns>
    public static double Of(string name, int fanIn, double? biasRate, RateScaling scaling)
    {
        var own = IsBias(name) ? biasRate ?? 1 : 1;
        return scaling switch
        {
            RateScaling.None => own,
            RateScaling.FanIn => own / fanIn,
            RateScaling.SqrtFanIn => own / Math.Sqrt(fanIn),
        };
    }

    /// <summary>The factors for parameters of a network.</summary>
    /// <param name="recipe">Its factor for biases and its scaling are read.</param>
    /// <param name="architecture">The network; null where only the names are known.</param>
    /// <param name="names">Full names of the parameters.</param>
    /// <returns>One for each name.</returns>
    /// <exception cref="TorchBasicsException">
    /// The factor for biases is out of range, or the fan-in of a parameter is needed and not known: kind Usage.
    /// </exception>
    public static double[] Of(TrainingRecipe recipe, Architecture? architecture, IEnumerable<string> names)
    {
        if (recipe.BiasRate is { } rate)
            OptimizerRange.RateFactor(rate);
        var fanIns = recipe.RateScaling == RateScaling.None
            ? null
            : architecture?.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Spec.FanIn) ?? [];
        return [.. names.Select(name => Of(
            name, fanIns is null ? 1 : FanIn(fanIns, name, recipe.RateScaling), recipe.BiasRate, recipe.RateScaling))];
    }

    private static bool IsBias(string name) => name == "bias" || name.EndsWith(".bias", StringComparison.Ordinal);

    private static int FanIn(Dictionary<string, int> fanIns, string name, RateScaling scaling) =>
        fanIns.TryGetValue(name, out var fanIn)
            ? fanIn
            : throw new TorchBasicsException(
                ErrorKind.Usage,
                $"The rate scaling {RecipeWords.Of(scaling)} needs the fan-in of {name}, which is not known; "
                + "give the architecture of the network.");
}
