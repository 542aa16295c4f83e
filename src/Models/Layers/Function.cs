using TorchBasics.Core.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Models.Layers;

/// <summary>A layer without parameters and without geometry: one libtorch function.</summary>
internal sealed class Function(Layer layer, Func<Tensor, Tensor> function) : LayerModule(layer)
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => function(input);

    // A Scalar that libtorch reads must live until the call returns. One that C# makes of a number in passing may be
    // finalised while the call runs; "using" keeps it.

    /// <summary>1 above zero, 0 elsewhere.</summary>
    internal static Tensor Threshold(Tensor x)
    {
        using Scalar zero = 0;
        return x.gt(zero).to(x.dtype);
    }

    /// <summary>A tanh(S x).</summary>
    internal static Tensor ScaledTanh(Tensor x)
    {
        using Scalar slope = Core.Layers.ScaledTanh.Slope;
        using Scalar amplitude = Core.Layers.ScaledTanh.Amplitude;
        return torch.tanh(x.mul(slope)).mul(amplitude);
    }
}
