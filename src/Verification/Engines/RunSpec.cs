using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Engines;

/// <summary>A training run, complete to the last number: every engine that gets it must do the same.</summary>
/// <param name="Architecture">The network.</param>
/// <param name="Weights">Every array of the network in the order of its description; each value a float32.</param>
/// <param name="Recipe">
/// Its loss, label smoothing, optimizer, momentum and weight decay are used; the rates stand in the steps.
/// </param>
/// <param name="Steps">The batches, one for each step.</param>
public sealed record RunSpec(
    Architecture Architecture,
    IReadOnlyList<Tensor<Float64>> Weights,
    TrainingRecipe Recipe,
    IReadOnlyList<StepFeed> Steps)
{
    /// <summary>Decides, with the number of the step, which elements a dropout keeps; each engine by its own generator.</summary>
    public ulong DropoutSeed { get; init; } = 1;

    /// <summary>
    /// The parameters that training moves: through a threshold no gradient comes back, and what lies before the last one does not
    /// learn.
    /// </summary>
    /// <param name="architecture">The network.</param>
    /// <returns>Their full names.</returns>
    public static IReadOnlySet<string> Reached(Architecture architecture)
    {
        var reached = new HashSet<string>();
        foreach (var layer in architecture.Layers.Reverse())
        {
            if (layer is Step)
                break;
            if (layer is not Lift lift
                || !lift.Inner.SkipWhile(inner => inner.ParameterCount == 0).Any(inner => inner is Step))
                reached.UnionWith(layer.Trainable.Select(layer.FullName));
        }

        return reached;
    }
}
