using static TorchSharp.torch;

namespace TorchBasics.Models.Layers;

/// <summary>y = x + inner(x).</summary>
internal sealed class Residual(Core.Layers.Residual layer) : LayerModule(layer)
{
    private readonly LayerModule[] _inner = [.. layer.Branch.Select(Create)];

    /// <inheritdoc/>
    public override IEnumerable<LayerModule> Children => _inner.SelectMany(module => module.Children);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => input + _inner.Aggregate(input, (x, module) => module.call(x));
}
