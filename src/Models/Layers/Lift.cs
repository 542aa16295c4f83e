using static TorchSharp.torch;

namespace TorchBasics.Models.Layers;

/// <summary>y = [x, inner(x)]: the input followed by the new coordinates.</summary>
internal sealed class Lift(Core.Layers.Lift layer) : LayerModule(layer)
{
    private readonly LayerModule[] _inner = [.. layer.Inner.Select(Create)];

    /// <inheritdoc/>
    public override IEnumerable<LayerModule> Children => _inner.SelectMany(module => module.Children);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) =>
        cat([input, _inner.Aggregate(input, (x, module) => module.call(x))], dim: 1);
}
