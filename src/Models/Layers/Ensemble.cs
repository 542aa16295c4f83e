using TorchBasics.Bindings.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Models.Layers;

/// <summary>y = the mean of what the members make of x.</summary>
internal sealed class Ensemble(Core.Layers.Ensemble layer) : LayerModule(layer)
{
    private readonly LayerModule[][] _members = [.. layer.Members.Select(member => member.Select(Create).ToArray())];

    /// <inheritdoc/>
    public override IEnumerable<LayerModule> Children =>
        _members.SelectMany(member => member).SelectMany(module => module.Children);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using Scalar count = _members.Length;
        return _members.Select(member => member.Aggregate(input, (x, module) => module.call(x)))
            .Aggregate((sum, output) => sum.Plus(output)).div(count);
    }
}
