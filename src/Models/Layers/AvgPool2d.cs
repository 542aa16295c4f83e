using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Models.Layers;

/// <summary>The mean of each window.</summary>
internal sealed class AvgPool2d(Core.Layers.AvgPool2d layer) : LayerModule(layer)
{
    private readonly long[] _kernel = Pair(layer.Window.Kernel);
    private readonly long[] _stride = Pair(layer.Window.Stride);
    private readonly long[] _padding = Pair(layer.Window.Padding);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => functional.avg_pool2d(
        input, _kernel, stride: _stride, padding: _padding, ceil_mode: layer.CeilMode, count_include_pad: layer.CountIncludePad);
}
