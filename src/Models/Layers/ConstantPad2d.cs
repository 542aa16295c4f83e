using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Models.Layers;

/// <summary>A border of one value around each picture.</summary>
internal sealed class ConstantPad2d(Core.Layers.ConstantPad2d layer) : LayerModule(layer)
{
    private readonly long[] _sides = [layer.Padding.Width, layer.Padding.Width, layer.Padding.Height, layer.Padding.Height];

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => functional.pad(input, _sides, PaddingModes.Constant, layer.Value);
}
