using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Models.Layers;

/// <summary>In training, zeroes each element with probability p and divides the others by 1 - p.</summary>
internal sealed class Dropout(Core.Layers.Dropout layer) : LayerModule(layer)
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input) =>
        training ? functional.dropout(input, layer.Probability, training: true) : input.alias();
}
