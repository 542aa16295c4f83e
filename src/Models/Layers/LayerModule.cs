using TorchBasics.Core.Layers;
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

    [ComponentName(Name = "running_mean")]
    private readonly Tensor? _runningMean;

    [ComponentName(Name = "running_var")]
    private readonly Tensor? _runningVariance;

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
                case "running_mean": _runningMean = tensor.DetachFromDisposeScope(); break;
                case "running_var": _runningVariance = tensor.DetachFromDisposeScope(); break;
                default:
                    throw new ArgumentException(
                        $"{description.Kind} names a parameter '{spec.Name}'; "
                        + "the libtorch reading knows weight, bias, running_mean and running_var.",
                        nameof(description));
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

    /// <summary>The running means of a layer that has some.</summary>
    protected Tensor RunningMean => _runningMean!;

    /// <summary>The running variances of a layer that has some.</summary>
    protected Tensor RunningVariance => _runningVariance!;

    /// <summary>Builds the libtorch reading of a layer.</summary>
    /// <param name="layer">The record.</param>
    /// <returns>A module that owns the layer's parameters.</returns>
    public static LayerModule Create(Layer layer) => layer.Accept(ModuleReader.Instance);

    /// <summary>The arrays that this module itself holds.</summary>
    private static IReadOnlyList<ParameterSpec> Owned(Layer layer) => layer.Inner.Count > 0 ? [] : layer.Parameters;

    /// <summary>Height and width as libtorch wants them.</summary>
    /// <param name="size">The size.</param>
    /// <returns>Two numbers.</returns>
    protected static long[] Pair(Size2d size) => [size.Height, size.Width];
}
