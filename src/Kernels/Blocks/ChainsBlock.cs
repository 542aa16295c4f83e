using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Summation;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Blocks;

/// <summary>Several rows of blocks that take the same input and whose results, of one layout, are put together.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="input">Layout of what enters.</param>
/// <param name="output">Layout of what leaves.</param>
/// <param name="chains">The rows, to all of which a gradient comes back; they become this block's own.</param>
internal abstract unsafe class ChainsBlock(LaneKernels kernels, Plane input, Plane output, IReadOnlyList<BlockChain> chains)
    : Block(kernels, input, output)
{
    private readonly BlockChain[] _chains = [.. chains];

    /// <summary>The rows.</summary>
    public IReadOnlyList<BlockChain> Chains => _chains;

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
    public override long BatchFloats(int groups, int shares) => BatchFloats(_chains.Length, groups, shares);

    /// <inheritdoc/>
    public override void Pack(int task, bool training) => _chains[task].Pack(training);

    /// <inheritdoc/>
    public override void CollectGradients(int task, float* batch, ShareSums sums) =>
        _chains[task].CollectGradients(batch + BatchFloats(task, sums.Groups, sums.Shares), sums);

    /// <inheritdoc/>
    protected override void Release()
    {
        foreach (var chain in _chains)
            chain.Dispose();
    }

    /// <summary>The arrays of a row, which lie behind those of the rows before it.</summary>
    /// <param name="chain">Which row.</param>
    /// <param name="own">The arrays of this block for one group.</param>
    /// <param name="slice">The slice that the group is in.</param>
    protected BlockMemory Of(int chain, in BlockMemory own, in Slice slice)
    {
        var (state, scratch) = (0, 0);
        for (var k = 0; k < chain; k++)
        {
            state += _chains[k].StateFloats;
            scratch += _chains[k].ScratchFloats;
        }

        return own with
        {
            State = own.State is null ? null : own.State + state,
            Scratch = own.Scratch + scratch,
            Batch = own.Batch is null ? null : own.Batch + BatchFloats(chain, slice.BatchGroups, slice.BatchShares),
        };
    }

    /// <summary>Adds pictures to others with another border.</summary>
    protected void Add(in Plane from, float* x, in Plane to, float* sum)
    {
        for (var channel = 0; channel < to.Channels; channel++)
            for (var row = 0; row < to.Height; row++)
                Kernels.Add(to.Width * Lanes.Count, x + from.Offset(channel, row, 0), sum + to.Offset(channel, row, 0));
    }

    // Of the first rows.
    private long BatchFloats(int count, int groups, int shares)
    {
        var floats = 0L;
        for (var k = 0; k < count; k++)
            floats += _chains[k].BatchFloats(groups, shares);
        return floats;
    }
}
