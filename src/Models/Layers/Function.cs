using TorchBasics.Core.Layers;
using static TorchSharp.torch;

namespace TorchBasics.Models.Layers;

/// <summary>A layer without parameters and without geometry: one libtorch function.</summary>
internal sealed class Function(Layer layer, Func<Tensor, Tensor> function) : LayerModule(layer)
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => function(input);
}
