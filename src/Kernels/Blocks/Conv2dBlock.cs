using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Activations;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Blocks;

/// <summary>A convolution with its bias, the activation behind it and 2x2 maximum pooling behind that, in one pass.</summary>
internal sealed unsafe class Conv2dBlock : Block
{
    private readonly ConvGeometry _geometry;
    private readonly ActivationKernel? _activation;
    private readonly ParameterSlot _weight;
    private readonly ParameterSlot _bias;
    private readonly ConnectionTable? _table;
    private readonly AlignedFloats _packed;
    private readonly AlignedFloats? _turned;
    private readonly bool _needsInputGradient;

    /// <summary>Prepares the block.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="geometry">The sizes.</param>
    /// <param name="activation">The activation; null for none.</param>
    /// <param name="weight">[output, input, row, column] or, with a table, [connection, row, column].</param>
    /// <param name="bias">[output].</param>
    /// <param name="table">Which inputs each output sees; null for all.</param>
    /// <param name="needsInputGradient">Whether a block before this one needsInputGradient.</param>
    public Conv2dBlock(
        LaneKernels kernels, ConvGeometry geometry, Activation? activation, ParameterSlot weight, ParameterSlot bias, ConnectionTable? table, bool needsInputGradient)
        : base(kernels, geometry.Input, geometry.Output)
    {
        Activation = activation;
        (_geometry, _activation, _weight, _bias, _table, _needsInputGradient) = (geometry, activation is null ? null : kernels.Activation(activation), weight, bias, table, needsInputGradient);
        _packed = new AlignedFloats(Weights);
        _turned = needsInputGradient ? new AlignedFloats(Weights) : null;
    }

    /// <summary>The sizes.</summary>
    public ConvGeometry Geometry => _geometry;

    /// <summary>The activation; null for none.</summary>
    public Activation? Activation { get; }

    /// <inheritdoc/>
    public override int StateFloats => _geometry.Pools ? _geometry.Output.Features * Lanes.Count : 0;

    /// <inheritdoc/>
    public override int ScratchFloats => _geometry.Gradient.GroupStep;

    /// <inheritdoc/>
    public override int PackTasks => 1;

    /// <inheritdoc/>
    public override int GradientTasks => 1;

    private int Weights => _geometry.Output.Channels * _geometry.FanIn;

    // A share of the gradients: weights without table, then biases.
    private int Share => Weights + _geometry.Output.Channels;

    /// <inheritdoc/>
    public override long BatchFloats(int groups, int shares) => (long)shares * Share;

    /// <inheritdoc/>
    public override void Pack(int task, bool training)
    {
        var weight = _table is null ? _weight.Values : _table.Spread(_weight.Values);
        Packing.Rows(weight, _geometry.Output.Channels, _geometry.FanIn, _packed.Pointer);
        if (training && _turned is not null)
            Packing.Columns(weight, _geometry.Output.Channels, _geometry.Input.Channels, _geometry.KernelArea, _turned.Pointer);
    }

    /// <inheritdoc/>
    public override void Forward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
            Kernels.Conv2d(
                _geometry, Group(memory.X, group, Input.GroupStep), _packed.Pointer, _bias.Values, _activation, Group(memory.Y, group, Output.GroupStep), Group(memory.State, group, StateFloats));
    }

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory)
    {
        var share = memory.Batch + ((nint)slice.Share * Share);
        if (slice.OpensShare)
            new Span<float>(share, Share).Clear();
        for (var group = 0; group < slice.Groups; group++)
        {
            Kernels.Conv2dBackwardSums(
                _geometry, Group(memory.GradY, group, Output.GroupStep), Group(memory.Y, group, Output.GroupStep), Group(memory.State, group, StateFloats), _activation, memory.Scratch, share + Weights);
            Kernels.Conv2dBackwardWeight(_geometry, Group(memory.X, group, Input.GroupStep), memory.Scratch, share);
            if (memory.GradX is not null && _needsInputGradient)
                Kernels.Conv2dBackwardInput(_geometry, memory.Scratch, _turned!.Pointer, Group(memory.GradX, group, Input.GroupStep));
        }
    }

    /// <inheritdoc/>
    public override void CollectGradients(int task, float* batch, int groups, int shares)
    {
        if (_table is null)
        {
            Sum(batch, shares, Weights, _weight.Gradient);
        }
        else
        {
            Sum(batch, shares, Weights, batch); // the first share is no longer needed
            _table.Pick(batch, _weight.Gradient);
        }

        Sum(batch + Weights, shares, _geometry.Output.Channels, _bias.Gradient);
    }

    /// <inheritdoc/>
    protected override void Release()
    {
        _packed.Dispose();
        _turned?.Dispose();
        _table?.Dispose();
    }

    private void Sum(float* first, int shares, int count, float* sum)
    {
        new ReadOnlySpan<float>(first, count).CopyTo(new Span<float>(sum, count));
        for (var share = 1; share < shares; share++)
            Kernels.Add(count, first + ((nint)share * Share), sum);
    }
}
