using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Models.Layers;

/// <summary>
/// A convolution whose absent kernels are zeros: the stored kernels are placed into a dense [out, in, kh, kw] array,
/// so that libtorch's convolution does the work and the absent ones get no gradient.
/// </summary>
internal sealed class PartialConv2d : LayerModule
{
    private readonly long[] _dense;

    [ComponentName(Name = "slots")]
    private readonly Tensor _slots; // which row of the dense array, seen as [out * in, kh, kw], each stored kernel takes

    public PartialConv2d(Core.Layers.PartialConv2d layer)
        : base(layer)
    {
        _dense = [layer.Table.Count, layer.InputChannels, layer.Window.Kernel.Height, layer.Window.Kernel.Width];
        var rows = layer.Table.SelectMany(
            (inputs, output) => inputs.Select(input => ((long)output * layer.InputChannels) + input));
        _slots = tensor(rows.ToArray()).DetachFromDisposeScope();
        register_buffer("slots", _slots, persistent: false);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var absent = zeros([_dense[0] * _dense[1], _dense[2], _dense[3]], dtype: Weight.dtype, device: Weight.device);
        using Scalar one = 1;
        var dense = absent.index_add(0, _slots, Weight, alpha: one).view(_dense);
        return functional.conv2d(input, dense, Bias);
    }
}
