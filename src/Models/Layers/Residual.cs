using TorchBasics.Bindings.Memory;
using static TorchSharp.torch;

namespace TorchBasics.Models.Layers;

/// <summary>y = shortcut(x) + branch(x).</summary>
internal sealed class Residual(Core.Layers.Residual layer) : LayerModule(layer)
{
    private readonly LayerModule[] _branch = [.. layer.Branch.Select(Create)];
    private readonly LayerModule[] _shortcut = [.. layer.Shortcut.Select(Create)];

    /// <inheritdoc/>
    public override IEnumerable<LayerModule> Children => _branch.Concat(_shortcut).SelectMany(module => module.Children);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var branch = _branch.Aggregate(input, (x, module) => module.call(x));
        return _shortcut.Aggregate(input, (x, module) => module.call(x)).Plus(branch);
    }
}
