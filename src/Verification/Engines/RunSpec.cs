using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Engines;

/// <summary>A training run, complete to the last number: every engine that gets it must do the same.</summary>
/// <param name="Architecture">The network.</param>
/// <param name="Weights">Every array of the network in the order of its description; each value a float32.</param>
/// <param name="Recipe">Its loss, label smoothing, optimizer, momentum and weight decay are used; the rates stand in the steps.</param>
/// <param name="Steps">The batches, one for each step.</param>
public sealed record RunSpec(
    Architecture Architecture,
    IReadOnlyList<Tensor<Float64>> Weights,
    TrainingRecipe Recipe,
    IReadOnlyList<StepFeed> Steps)
{
    /// <summary>Decides, with the number of the step, which elements a dropout keeps; each engine by its own generator.</summary>
    public ulong DropoutSeed { get; init; } = 1;

    /// <summary>The weights of each layer, in the order of the layers.</summary>
    /// <typeparam name="TArray">What stands for an array.</typeparam>
    /// <param name="architecture">The network.</param>
    /// <param name="arrays">One for each parameter of the network, in order.</param>
    /// <returns>The arrays of each layer; none for a layer without parameters.</returns>
    public static IReadOnlyList<IReadOnlyList<TArray>> ByLayer<TArray>(Architecture architecture, IReadOnlyList<TArray> arrays) =>
        Core.Layers.LayerArrays.Split(architecture.Layers, arrays);

    /// <summary>The parameters that training moves: through a threshold no gradient comes back, and what lies before the last one does not learn.</summary>
    /// <param name="architecture">The network.</param>
    /// <returns>Their full names.</returns>
    public static IReadOnlySet<string> Reached(Architecture architecture)
    {
        var reached = new HashSet<string>();
        foreach (var layer in architecture.Layers.Reverse())
        {
            if (layer is Core.Layers.Step)
                break;
            if (layer is not Core.Layers.Lift lift || !lift.Inner.SkipWhile(inner => inner.ParameterCount == 0).Any(inner => inner is Core.Layers.Step))
                reached.UnionWith(layer.Parameters.Where(parameter => parameter.Trainable).Select(layer.FullName));
        }

        return reached;
    }
}
