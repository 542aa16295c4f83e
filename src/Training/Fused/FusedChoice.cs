using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Kernels.Plans;
using TorchBasics.Models;
using TorchBasics.Models.Fused;
using TorchBasics.Training.Data;

namespace TorchBasics.Training.Fused;

/// <summary>Whether our kernels or libtorch's operators compute a network.</summary>
internal static class FusedChoice
{
    /// <summary>Decides.</summary>
    /// <param name="network">The network.</param>
    /// <param name="set">The samples; where they do not fit the network, libtorch's own path says what is wrong.</param>
    /// <param name="choice">What is wanted.</param>
    /// <param name="trains">Whether the network is to be trained; else it is evaluated.</param>
    /// <returns>True for our kernels.</returns>
    /// <exception cref="TorchBasicsException">The fused kernels are asked for and cannot be had: kind Usage.</exception>
    public static bool Takes(Network network, SampleSet set, KernelChoice choice, bool trains)
    {
        if (choice == KernelChoice.Libtorch || !Fits(network.Architecture, set))
            return false;
        var refusal = set.Targets is not null
            ? "it learns quantities, and the kernels know classes alone"
            : FusedSupport.Refusal(network) ?? (trains ? KernelSupport.TrainingRefusal(network.Architecture) : null);
        if (choice == KernelChoice.Fused && refusal is not null)
            throw new TorchBasicsException(ErrorKind.Usage, $"The fused kernels cannot {(trains ? "train" : "evaluate")} this "
                + $"network: {refusal}. Leave the choice to 'auto'.");
        return refusal is null && (choice == KernelChoice.Fused || KernelSupport.IsAccelerated);
    }

    // The kernels trust sizes and labels.
    private static bool Fits(Architecture architecture, SampleSet set) =>
        architecture.Input.Equals(set.Shape)
        && architecture.Output is [var outputs]
        && set.ClassNames.Count <= Math.Max(outputs, 2);
}
