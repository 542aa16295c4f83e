using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Models.Layers;

/// <summary>
/// The libtorch reading of one layer record. Its parameters carry the record's names and shapes and start as zeros;
/// <see cref="Network.Initialize"/> draws them.
/// </summary>
internal abstract class LayerModule : Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    private readonly Tensor? _weight;

    [ComponentName(Name = "bias")]
    private readonly Tensor? _bias;

    private protected LayerModule(Layer description)
        : base(description.Name ?? description.Kind)
    {
        Description = description;
        using var scope = NewDisposeScope();
        foreach (var spec in Owned(description))
        {
            var values = zeros(spec.Shape.Select(size => (long)size).ToArray());
            var tensor = spec.Trainable ? new Parameter(values) : values;
            switch (spec.Name)
            {
                case "weight": _weight = tensor.DetachFromDisposeScope(); break;
                case "bias": _bias = tensor.DetachFromDisposeScope(); break;
                default: throw new ArgumentException($"{description.Kind} names a parameter '{spec.Name}'; the libtorch reading knows weight and bias.", nameof(description));
            }
        }
    }

    /// <summary>The record this module reads.</summary>
    public Layer Description { get; }

    /// <summary>The modules whose parameters belong to the network, with the names they have there.</summary>
    public virtual IEnumerable<LayerModule> Children => [this];

    /// <summary>The weight of a layer that has one.</summary>
    protected Tensor Weight => _weight!;

    /// <summary>The bias of a layer that has one.</summary>
    protected Tensor Bias => _bias!;

    /// <summary>Builds the libtorch reading of a layer.</summary>
    /// <param name="layer">The record.</param>
    /// <returns>A module that owns the layer's parameters.</returns>
    /// <exception cref="NotSupportedException">The kind has no libtorch reading yet.</exception>
    public static LayerModule Create(Layer layer) => layer switch
    {
        Core.Layers.Conv2d conv => new Conv2d(conv),
        Core.Layers.PartialConv2d partial => new PartialConv2d(partial),
        Core.Layers.Linear linear => new Linear(linear),
        Core.Layers.Lift lift => new Lift(lift),
        Core.Layers.RbfOutput rbf => new RbfOutput(rbf),
        Core.Layers.Subsampling subsampling => new Subsampling(subsampling),
        Core.Layers.MaxPool2d pool => new MaxPool2d(pool),
        Core.Layers.AvgPool2d pool => new AvgPool2d(pool),
        Core.Layers.ConstantPad2d pad => new ConstantPad2d(pad),
        Core.Layers.Dropout dropout => new Dropout(dropout),
        Core.Layers.Step => new Function(layer, Function.Threshold),
        Core.Layers.Relu => new Function(layer, x => functional.relu(x)),
        Core.Layers.Tanh => new Function(layer, torch.tanh),
        Core.Layers.Sigmoid => new Function(layer, torch.sigmoid),
        Core.Layers.ScaledTanh => new Function(layer, Function.ScaledTanh),
        Core.Layers.Softmax => new Function(layer, x => functional.softmax(x, dim: -1)),
        Core.Layers.LogSoftmax => new Function(layer, x => functional.log_softmax(x, dim: -1)),
        Core.Layers.Flatten => new Function(layer, x => x.flatten(start_dim: 1)),
        Core.Layers.GlobalAvgPool2d => new Function(layer, x => x.mean([2, 3])),
        _ => throw new NotSupportedException($"{layer.Kind} has no libtorch reading."),
    };

    /// <summary>The arrays that this module itself holds.</summary>
    private static IReadOnlyList<ParameterSpec> Owned(Layer layer) => layer is Core.Layers.Lift ? [] : layer.Parameters;

    /// <summary>Height and width as libtorch wants them.</summary>
    /// <param name="size">The size.</param>
    /// <returns>Two numbers.</returns>
    protected static long[] Pair(Size2d size) => [size.Height, size.Width];
}
