using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Models.Layers;

/// <summary>
/// Each channel brought to mean 0 and deviation 1, by the batch in training and by running statistics in evaluation; training
/// moves those.
/// </summary>
internal sealed class BatchNorm(Core.Layers.BatchNorm layer) : LayerModule(layer)
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (training)
            layer.RequireSpread(input.numel() / layer.Channels);
        return functional.batch_norm(input, RunningMean, RunningVariance, Weight, Bias, training, layer.Momentum, layer.Eps);
    }
}
