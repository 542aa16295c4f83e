using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Activations;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Blocks;

/// <summary>A convolution with its bias, the activation behind it and 2x2 maximum pooling behind that, in one pass.</summary>
internal sealed unsafe class Conv2dBlock : Block
{
    private readonly ConvGeometry _part; // of one group of channels; the groups' planes lie one behind the other
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
    /// <param name="groups">Groups of channels that do not see each other; 1 with a table.</param>
    /// <param name="needsInputGradient">Whether a block before this one needsInputGradient.</param>
    public Conv2dBlock(
        LaneKernels kernels, ConvGeometry geometry, Activation? activation, ParameterSlot weight, ParameterSlot bias,
        ConnectionTable? table, int groups, bool needsInputGradient)
        : base(kernels, geometry.Input, geometry.Output)
    {
        (Geometry, Groups, Activation) = (geometry, groups, activation);
        _part = new(Part(geometry.Input, groups), Part(geometry.Output, groups), geometry.Window, geometry.Pools);
        (_activation, _weight, _bias, _table, _needsInputGradient) =
            (activation is null ? null : kernels.Activation(activation), weight, bias, table, needsInputGradient);
        _packed = new AlignedFloats(Weights);
        _turned = needsInputGradient ? new AlignedFloats(Weights) : null;
    }

    /// <summary>The sizes.</summary>
    public ConvGeometry Geometry { get; }

    /// <summary>Groups of channels that do not see each other.</summary>
    public int Groups { get; }

    /// <summary>The activation; null for none.</summary>
    public Activation? Activation { get; }

    /// <inheritdoc/>
    public override int StateFloats => _part.Pools ? Output.Features * Lanes.Count : 0;

    /// <inheritdoc/>
    public override int ScratchFloats => _part.Gradient.GroupStep;

    /// <inheritdoc/>
    public override int PackTasks => 1;

    /// <inheritdoc/>
    public override int GradientTasks => 1;

    /// <inheritdoc/>
    public override long MultiplyAdds => (long)Weights * _part.OutputHeight * _part.OutputWidth;

    private int Weights => Output.Channels * _part.FanIn;

    private int PartWeights => _part.Output.Channels * _part.FanIn;

    // A share of the gradients: weights without table, then biases.
    private int Share => Weights + Output.Channels;

    /// <inheritdoc/>
    public override long BatchFloats(int groups, int shares) => (long)shares * Share;

    /// <inheritdoc/>
    public override void Pack(int task, bool training)
    {
        var weight = _table is null ? _weight.Values : _table.Spread(_weight.Values);
        for (var part = 0; part < Groups; part++)
        {
            var first = (nint)part * PartWeights;
            Packing.Rows(weight + first, _part.Output.Channels, _part.FanIn, _packed.Pointer + first);
            if (training && _turned is not null)
                Packing.Columns(
                    weight + first, _part.Output.Channels, _part.Input.Channels, _part.KernelArea, _turned.Pointer + first);
        }
    }

    /// <inheritdoc/>
    public override void Forward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
        {
            var arrays = Arrays(memory, group);
            for (var part = 0; part < Groups; part++, arrays = Next(arrays))
                Kernels.Conv2d(
                    _part,
                    arrays.X,
                    _packed.Pointer + ((nint)part * PartWeights),
                    _bias.Values + ((nint)part * _part.Output.Channels),
                    _activation,
                    arrays.Y,
                    arrays.State);
        }
    }

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory)
    {
        var share = memory.Batch + ((nint)slice.Share * Share);
        if (slice.OpensShare)
            new Span<float>(share, Share).Clear();
        for (var group = 0; group < slice.Groups; group++)
        {
            var arrays = Arrays(memory, group);
            for (var part = 0; part < Groups; part++, arrays = Next(arrays))
            {
                var first = (nint)part * PartWeights;
                Kernels.Conv2dBackwardSums(
                    _part,
                    arrays.GradY,
                    arrays.Y,
                    arrays.State,
                    _activation,
                    memory.Scratch,
                    share + Weights + ((nint)part * _part.Output.Channels));
                Kernels.Conv2dBackwardWeight(_part, arrays.X, memory.Scratch, share + first);
                if (arrays.GradX is not null && _needsInputGradient)
                    Kernels.Conv2dBackwardInput(_part, memory.Scratch, _turned!.Pointer + first, arrays.GradX);
            }
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

        Sum(batch + Weights, shares, Output.Channels, _bias.Gradient);
    }

    /// <inheritdoc/>
    protected override void Release()
    {
        _packed.Dispose();
        _turned?.Dispose();
        _table?.Dispose();
    }

    private static Plane Part(in Plane plane, int groups) => plane with { Channels = plane.Channels / groups };

    // The arrays of the first group of channels.
    private BlockMemory Arrays(in BlockMemory memory, int group) => new()
    {
        X = Group(memory.X, group, Input.GroupStep),
        Y = Group(memory.Y, group, Output.GroupStep),
        State = Group(memory.State, group, StateFloats),
        GradY = Group(memory.GradY, group, Output.GroupStep),
        GradX = Group(memory.GradX, group, Input.GroupStep),
    };

    // Those of the group of channels behind them.
    private BlockMemory Next(in BlockMemory part) => new()
    {
        X = Group(part.X, 1, _part.Input.GroupStep),
        Y = Group(part.Y, 1, _part.Output.GroupStep),
        State = Group(part.State, 1, StateFloats / Groups),
        GradY = Group(part.GradY, 1, _part.Output.GroupStep),
        GradX = Group(part.GradX, 1, _part.Input.GroupStep),
    };

    private void Sum(float* first, int shares, int count, float* sum)
    {
        new ReadOnlySpan<float>(first, count).CopyTo(new Span<float>(sum, count));
        for (var share = 1; share < shares; share++)
            Kernels.Add(count, first + ((nint)share * Share), sum);
    }
}
