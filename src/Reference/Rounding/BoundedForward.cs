using TorchBasics.Core;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Rounding;

/// <summary>What a network answers by the reference, with the bounds of one floating-point format.</summary>
public static class BoundedForward
{
    /// <summary>Runs a network in evaluation mode.</summary>
    /// <typeparam name="TPrecision">The format whose rounding is bounded.</typeparam>
    /// <param name="architecture">The network.</param>
    /// <param name="parameters">The arrays of each layer.</param>
    /// <param name="x">Samples [N, ...].</param>
    /// <returns>
    /// Results [N, ...] with their bounds; null where rounding may decide a threshold, so that either of two results is right.
    /// </returns>
    public static Tensor<Rounded<TPrecision>>? Run<TPrecision>(
        Architecture architecture,
        IReadOnlyList<IReadOnlyList<Tensor<Rounded<TPrecision>>>> parameters,
        Tensor<Rounded<TPrecision>> x)
        where TPrecision : IPrecision
    {
        foreach (var (layer, own) in architecture.Layers.Zip(parameters))
        {
            if (Undecided.Forward(layer, own, x))
                return null;
            x = ReferenceLayer.Forward(layer, own, x).Map(element => element.Closed);
        }

        return x;
    }
}
