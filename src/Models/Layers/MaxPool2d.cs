using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Models.Layers;

/// <summary>The largest value of each window.</summary>
internal sealed class MaxPool2d(Core.Layers.MaxPool2d layer) : LayerModule(layer)
{
    private readonly long[] _kernel = Pair(layer.Window.Kernel);
    private readonly long[] _stride = Pair(layer.Window.Stride);
    private readonly long[] _padding = Pair(layer.Window.Padding);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) =>
        functional.max_pool2d(input, _kernel, strides: _stride, padding: _padding, ceil_mode: layer.CeilMode);
}
