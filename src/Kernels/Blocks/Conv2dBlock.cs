using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Activations;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Summation;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Blocks;

/// <summary>A convolution with its bias, the activation behind it and 2x2 maximum pooling behind that, in one pass.</summary>
internal sealed unsafe class Conv2dBlock : Block
{
    private const int CachedFloats = 100_000;

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
    public override int ScratchFloats => GroupsAtOnce * _part.Gradient.GroupStep;

    /// <inheritdoc/>
    public override int PackTasks => 1;

    /// <inheritdoc/>
    public override int GradientTasks => 1;

    /// <inheritdoc/>
    public override long MultiplyAdds => (long)Weights * _part.OutputHeight * _part.OutputWidth;

    // Groups whose gradients wait for each other, so that the sums over lanes are taken once for all of them: as many as a
    // share of the second-level cache holds.
    private int GroupsAtOnce => Math.Clamp(CachedFloats / _part.Gradient.GroupStep, 1, Slice.MaxGroups);

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
            for (var part = 0; part < Groups; part++)
            {
                var arrays = Arrays(memory, group, part);
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
    }

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory)
    {
        var share = memory.Batch + ((nint)slice.Share * Share);
        if (slice.OpensShare)
            new Span<float>(share, Share).Clear();
        for (var group = 0; group < slice.Groups; group += GroupsAtOnce)
            for (var part = 0; part < Groups; part++)
                BackwardPart(part, group, Math.Min(GroupsAtOnce, slice.Groups - group), memory, share);
    }

    /// <inheritdoc/>
    public override void CollectGradients(int task, float* batch, ShareSums sums)
    {
        var root = 0;
        foreach (var share in AddShares(batch, Share, sums))
        {
            var sum = batch + ((nint)share * Share);
            var target = root++ * sums.RootStep;
            if (_table is null)
                Copy(sum, Weights, _weight.Gradient + target);
            else
                _table.Pick(sum, _weight.Gradient + target);
            Copy(sum + Weights, Output.Channels, _bias.Gradient + target);
        }
    }

    /// <inheritdoc/>
    protected override void Release()
    {
        _packed.Dispose();
        _turned?.Dispose();
        _table?.Dispose();
    }

    private void BackwardPart(int part, int firstGroup, int groups, in BlockMemory memory, float* share)
    {
        var (first, step) = ((nint)part * PartWeights, _part.Gradient.GroupStep);
        for (var group = 0; group < groups; group++)
        {
            var arrays = Arrays(memory, firstGroup + group, part);
            Kernels.Conv2dBackwardSums(
                _part,
                arrays.GradY,
                arrays.Y,
                arrays.State,
                _activation,
                Group(memory.Scratch, group, step),
                share + Weights + ((nint)part * _part.Output.Channels));
        }

        Kernels.Conv2dBackwardWeight(
            _part, groups, Arrays(memory, firstGroup, part).X, Input.GroupStep, memory.Scratch, step, share + first);
        for (var group = 0; group < groups && memory.GradX is not null && _needsInputGradient; group++)
            Kernels.Conv2dBackwardInput(
                _part,
                Group(memory.Scratch, group, step),
                _turned!.Pointer + first,
                Arrays(memory, firstGroup + group, part).GradX);
    }

    private static Plane Part(in Plane plane, int groups) => plane with { Channels = plane.Channels / groups };

    // The arrays of a group of channels.
    private BlockMemory Arrays(in BlockMemory memory, int group, int part) => new()
    {
        X = Of(memory.X, group, Input.GroupStep, part),
        Y = Of(memory.Y, group, Output.GroupStep, part),
        State = Of(memory.State, group, StateFloats, part),
        GradY = Of(memory.GradY, group, Output.GroupStep, part),
        GradX = Of(memory.GradX, group, Input.GroupStep, part),
    };

    private float* Of(float* groups, int group, int floats, int part) =>
        Group(Group(groups, group, floats), part, floats / Groups);
}
