using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Models.Layers;

/// <summary>
/// y[n,o,i,j] = bias[o] + sum over c, p, q of weight[o,c,p,q] * x[n, c, i*stride + p*dilation - padding, ...], c within the group
/// of o.
/// </summary>
internal sealed class Conv2d(Core.Layers.Conv2d layer) : LayerModule(layer)
{
    private readonly long[] _stride = Pair(layer.Window.Stride);
    private readonly long[] _padding = Pair(layer.Window.Padding);
    private readonly long[] _dilation = Pair(layer.Window.Dilation);
    private readonly int _groups = layer.Groups;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) =>
        functional.conv2d(input, Weight, Bias, strides: _stride, padding: _padding, dilation: _dilation, groups: _groups);
}
