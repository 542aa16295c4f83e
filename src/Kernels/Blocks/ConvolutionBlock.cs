using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Blocks;

/// <summary>A convolution with its bias, the activation behind it and 2x2 maximum pooling behind that, in one pass.</summary>
internal sealed unsafe class ConvolutionBlock : Block
{
    private readonly ConvGeometry _geometry;
    private readonly Squash _squash;
    private readonly ParameterSlot _weight;
    private readonly ParameterSlot _bias;
    private readonly ConnectionTable? _table;
    private readonly AlignedFloats _packed;
    private readonly AlignedFloats? _turned;
    private readonly bool _needsInputGradient;

    /// <summary>Prepares the block.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="geometry">The sizes.</param>
    /// <param name="squash">The activation.</param>
    /// <param name="weight">[output, input, row, column] or, with a table, [connection, row, column].</param>
    /// <param name="bias">[output].</param>
    /// <param name="table">Which inputs each output sees; null for all.</param>
    /// <param name="needsInputGradient">Whether a block before this one learns.</param>
    public ConvolutionBlock(
        LaneKernels kernels, ConvGeometry geometry, Squash squash, ParameterSlot weight, ParameterSlot bias, ConnectionTable? table, bool needsInputGradient)
        : base(kernels, geometry.Input, geometry.Output)
    {
        (_geometry, _squash, _weight, _bias, _table, _needsInputGradient) = (geometry, squash, weight, bias, table, needsInputGradient);
        _packed = new AlignedFloats(Weights);
        _turned = needsInputGradient ? new AlignedFloats(Weights) : null;
    }

    /// <summary>The sizes.</summary>
    public ConvGeometry Geometry => _geometry;

    /// <summary>The activation.</summary>
    public Squash Squash => _squash;

    /// <inheritdoc/>
    public override int StateFloats => _geometry.Pools ? _geometry.Output.Features * Lanes.Count : 0;

    /// <inheritdoc/>
    public override int ScratchFloats => _geometry.Gradient.GroupStep;

    /// <inheritdoc/>
    public override int PackTasks => 1;

    /// <inheritdoc/>
    public override int GradientTasks => 1;

    private int Weights => _geometry.Output.Channels * _geometry.Taps;

    // A share of the gradients: weights without table, then biases.
    private int Share => Weights + _geometry.Output.Channels;

    /// <inheritdoc/>
    public override long BatchFloats(int groups, int shares) => (long)shares * Share;

    /// <inheritdoc/>
    public override void Pack(int task, bool training)
    {
        var weight = _table is null ? _weight.Values : _table.Spread(_weight.Values);
        Packing.Rows(weight, _geometry.Output.Channels, _geometry.Taps, _packed.Pointer);
        if (training && _turned is not null)
            Packing.Columns(weight, _geometry.Output.Channels, _geometry.Input.Channels, _geometry.KernelArea, _turned.Pointer);
    }

    /// <inheritdoc/>
    public override void Forward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
            Kernels.Convolve(
                _geometry, Group(memory.X, group, Input.GroupStep), _packed.Pointer, _bias.Values, _squash, Group(memory.Y, group, Output.GroupStep), Group(memory.State, group, StateFloats));
    }

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory)
    {
        var share = memory.Batch + ((nint)slice.Share * Share);
        if (slice.OpensShare)
            new Span<float>(share, Share).Clear();
        for (var group = 0; group < slice.Groups; group++)
        {
            Kernels.ConvolveBackSums(
                _geometry, Group(memory.GradY, group, Output.GroupStep), Group(memory.Y, group, Output.GroupStep), Group(memory.State, group, StateFloats), _squash, memory.Scratch, share + Weights);
            Kernels.ConvolveBackWeight(_geometry, Group(memory.X, group, Input.GroupStep), memory.Scratch, share);
            if (memory.GradX is not null && _needsInputGradient)
                Kernels.ConvolveBackInput(_geometry, memory.Scratch, _turned!.Pointer, Group(memory.GradX, group, Input.GroupStep));
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
