using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Models.Layers;

/// <summary>y[n,o] = bias[o] + sum over i of weight[o,i] * x[n,i].</summary>
internal sealed class Linear(Core.Layers.Linear layer) : LayerModule(layer)
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => functional.linear(input, Weight, Bias);
}
