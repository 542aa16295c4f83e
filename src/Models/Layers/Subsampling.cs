using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Models.Layers;

/// <summary>y[n,c,i,j] = bias[c] + weight[c] * sum of x over the window.</summary>
internal sealed class Subsampling(Core.Layers.Subsampling layer) : LayerModule(layer)
{
    private readonly long[] _window = Pair(layer.Window.Kernel);
    private readonly int _area = layer.Window.Kernel.Area;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        // The mean of the window, times its area, is the sum; the factor goes into the small weight.
        var mean = functional.avg_pool2d(input, kernel_size: _window, stride: _window);
        return (mean * (Weight * _area).view(-1, 1, 1)) + Bias.view(-1, 1, 1);
    }
}
