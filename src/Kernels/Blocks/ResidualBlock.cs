using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Summation;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Blocks;

/// <summary>What a branch makes of the input plus the input, or plus what a shortcut makes of it.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="input">Layout of what enters.</param>
/// <param name="output">Layout of what leaves.</param>
/// <param name="chains">
/// The branch and, if it has layers, the shortcut, to all of which a gradient comes back; they become this block's own.
/// </param>
internal sealed unsafe class ResidualBlock(LaneKernels kernels, Plane input, Plane output, IReadOnlyList<BlockChain> chains)
    : Block(kernels, input, output)
{
    private readonly BlockChain[] _chains = [.. chains];

    /// <inheritdoc/>
    public override int StateFloats { get; } = chains.Sum(chain => chain.StateFloats);

    /// <inheritdoc/>
    public override int ScratchFloats { get; } = chains.Sum(chain => chain.ScratchFloats);

    /// <inheritdoc/>
    public override int PackTasks => _chains.Length;

    /// <inheritdoc/>
    public override int GradientTasks => _chains.Length;

    /// <inheritdoc/>
    public override long MultiplyAdds => _chains.Sum(chain => chain.MultiplyAdds);

    /// <inheritdoc/>
    public override long BatchFloats(int groups, int shares)
    {
        var floats = 0L;
        foreach (var chain in _chains)
            floats += chain.BatchFloats(groups, shares);
        return floats;
    }

    /// <inheritdoc/>
    public override void Pack(int task, bool training) => _chains[task].Pack(training);

    /// <inheritdoc/>
    public override void Forward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
        {
            var x = Group(memory.X, group, Input.GroupStep);
            var y = Group(memory.Y, group, Output.GroupStep);
            if (_chains.Length == 1)
                LaneKernels.Move(Input, x, Output, y);
            var own = memory with { State = Group(memory.State, group, StateFloats) };
            for (var k = _chains.Length - 1; k >= 0; k--)
            {
                var (chain, arrays) = (_chains[k], Of(k, own, slice));
                LaneKernels.Move(Input, x, chain.Input, BlockChain.X(arrays));
                var end = chain.Forward(slice.Group(group), arrays);
                if (k == 1)
                    LaneKernels.Move(chain.Output, end, Output, y);
                else
                    Add(chain.Output, end, Output, y);
            }
        }
    }

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
        {
            var gradY = Group(memory.GradY, group, Output.GroupStep);
            var gradX = Group(memory.GradX, group, Input.GroupStep);
            if (_chains.Length == 1 && gradX is not null)
                LaneKernels.Move(Output, gradY, Input, gradX);
            var own = memory with { State = Group(memory.State, group, StateFloats) };
            for (var k = _chains.Length - 1; k >= 0; k--)
            {
                var (chain, arrays) = (_chains[k], Of(k, own, slice));
                LaneKernels.Move(Output, gradY, chain.Output, chain.GradY(arrays));
                var through = chain.Backward(slice.Group(group), arrays, wantsInput: gradX is not null);
                if (gradX is null)
                    continue;
                if (k == 1)
                    LaneKernels.Move(chain.Input, through, Input, gradX);
                else
                    Add(chain.Input, through, Input, gradX);
            }
        }
    }

    /// <inheritdoc/>
    public override void CollectGradients(int task, float* batch, ShareSums sums) =>
        _chains[task].CollectGradients(batch + (task == 0 ? 0 : _chains[0].BatchFloats(sums.Groups, sums.Shares)), sums);

    /// <inheritdoc/>
    protected override void Release()
    {
        foreach (var chain in _chains)
            chain.Dispose();
    }

    // The shortcut's arrays lie behind those of the branch.
    private BlockMemory Of(int chain, in BlockMemory own, in Slice slice) => chain == 0 ? own : own with
    {
        State = own.State is null ? null : own.State + _chains[0].StateFloats,
        Scratch = own.Scratch + _chains[0].ScratchFloats,
        Batch = own.Batch is null ? null : own.Batch + _chains[0].BatchFloats(slice.BatchGroups, slice.BatchShares),
    };

    private void Add(in Plane from, float* x, in Plane to, float* sum)
    {
        for (var channel = 0; channel < to.Channels; channel++)
            for (var row = 0; row < to.Height; row++)
                Kernels.Add(to.Width * Lanes.Count, x + from.Offset(channel, row, 0), sum + to.Offset(channel, row, 0));
    }
}
