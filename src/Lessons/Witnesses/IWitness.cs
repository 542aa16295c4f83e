using TorchBasics.Core;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Lessons.Witnesses;

/// <summary>A second engine that is asked for the same numbers: libtorch, where it can be loaded.</summary>
public interface IWitness
{
    /// <summary>The mean loss of a batch and the gradient of each parameter, in single precision.</summary>
    /// <param name="model">The network and its weights.</param>
    /// <param name="inputs">Samples, one after the other.</param>
    /// <param name="targets">
    /// A distribution over the classes for each sample, one after the other: what the outputs should have been.
    /// </param>
    /// <param name="loss">Which loss.</param>
    /// <returns>The loss, and the gradients in the order of the parameters.</returns>
    WitnessedStep Step(Model model, float[] inputs, float[] targets, LossKind loss);
}
