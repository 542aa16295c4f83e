using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Models.Layers;

/// <summary>y[n,c,i,j] = bias[c] + weight[c] * sum of x over the window.</summary>
internal sealed class Subsampling(Core.Layers.Subsampling layer) : LayerModule(layer)
{
    private readonly long[] _window = Pair(layer.Window.Kernel);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var sum = functional.avg_pool2d(input, kernel_size: _window, stride: _window, divisor_override: 1);
        using Scalar one = 1;
        return (sum * Weight.view(-1, 1, 1)).add(Bias.view(-1, 1, 1), one);
    }
}
