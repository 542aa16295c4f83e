using System.Globalization;
using System.Runtime.InteropServices;
using TorchBasics.Core;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Engines.Fused;

/// <summary>Holds a step in fused blocks against the same step layer by layer, bit by bit.</summary>
internal static class FusedAgreement
{
    /// <summary>Compares what both can show, in the order in which one causes the next.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="fused">The arrays between the fused blocks.</param>
    /// <param name="single">The arrays between the layers.</param>
    /// <param name="loss">The loss of each.</param>
    /// <param name="fusedGradients">The gradients of each layer's parameters, by fused blocks.</param>
    /// <param name="singleGradients">The same layer by layer.</param>
    /// <exception cref="EngineException">Something differs: the first such array.</exception>
    public static void Demand(
        Core.Architecture architecture,
        LayerTape fused,
        LayerTape single,
        (double Fused, double Single) loss,
        IReadOnlyList<IReadOnlyList<Tensor<Float64>>> fusedGradients,
        IReadOnlyList<IReadOnlyList<Tensor<Float64>>> singleGradients)
    {
        var labels = LayerLabels.Of(architecture);
        foreach (var layer in fused.Visible.Skip(1))
            Demand(Place.Output(labels[layer - 1]), fused.Values(layer), single.Values(layer));
        Demand(Place.Loss, Number(loss.Fused), Number(loss.Single));
        for (var k = labels.Count - 1; k >= 0; k--)
        {
            var trainable = architecture.Layers[k].Trainable;
            for (var i = 0; i < trainable.Count; i++)
                Demand(Place.ParameterGradient(labels[k], trainable[i].Name), fusedGradients[k][i], singleGradients[k][i]);
        }
    }

    private static void Demand(Place place, Tensor<Float64> fused, Tensor<Float64> single)
    {
        var different = MemoryMarshal.Cast<Float64, long>(fused.Elements)
            .CommonPrefixLength(MemoryMarshal.Cast<Float64, long>(single.Elements));
        if (different < single.Elements.Length)
            throw new EngineException(place, string.Create(
                CultureInfo.InvariantCulture,
                $"number {different} of {single.Elements.Length} is {fused.Elements[different].Value:R} by fused blocks "
                + $"and {single.Elements[different].Value:R} layer by layer; expected the same bits"));
    }

    private static Tensor<Float64> Number(double value) => Tensor<Float64>.Over([], [new Float64(value)]);
}
