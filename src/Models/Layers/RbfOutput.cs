using static TorchSharp.torch;

namespace TorchBasics.Models.Layers;

/// <summary>score[n,c] = -sum over j of (x[n,j] - weight[c,j])^2, with the difference formed before the square.</summary>
internal sealed class RbfOutput(Core.Layers.RbfOutput layer) : LayerModule(layer)
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var difference = input.unsqueeze(1) - Weight;
        return -(difference * difference).sum(dim: 2);
    }
}
