using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Summation;

namespace TorchBasics.Kernels.Blocks;

/// <summary>
/// Some neighbouring layers of a network, computed in one go. A block has no memory of a batch: it may be used by any
/// number of threads, each with its own <see cref="BlockMemory"/>.
/// </summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="input">Layout of what enters.</param>
/// <param name="output">Layout of what leaves.</param>
internal abstract unsafe class Block(LaneKernels kernels, Plane input, Plane output) : IDisposable
{
    /// <summary>Layout of what enters.</summary>
    public Plane Input { get; } = input;

    /// <summary>Layout of what leaves.</summary>
    public Plane Output { get; } = output;

    /// <summary>Floats for each group that go from the forward to the backward pass.</summary>
    public virtual int StateFloats => 0;

    /// <summary>Floats of <see cref="BlockMemory.Scratch"/>.</summary>
    public virtual int ScratchFloats => 0;

    /// <summary>Pieces of work that put changed weights into the order that kernels read; they may run side by side.</summary>
    public virtual int PackTasks => 0;

    /// <summary>Pieces of work that end a backward pass once all slices are through; they may run side by side.</summary>
    public virtual int GradientTasks => 0;

    /// <summary>Multiply-adds of a sample's forward pass, where they take most of its time.</summary>
    public virtual long MultiplyAdds => 0;

    /// <summary>The kernels to use.</summary>
    protected LaneKernels Kernels { get; } = kernels;

    /// <summary>Floats of <see cref="BlockMemory.Batch"/>.</summary>
    /// <param name="groups">Groups of it that are computed here.</param>
    /// <param name="shares">Shares of the gradients that they are cut into.</param>
    public virtual long BatchFloats(int groups, int shares) => 0;

    /// <summary>One piece of <see cref="PackTasks"/>.</summary>
    /// <param name="task">Which.</param>
    /// <param name="training">Whether a backward pass will follow.</param>
    public virtual void Pack(int task, bool training)
    {
    }

    /// <summary>Computes what leaves.</summary>
    /// <param name="slice">Which part of the batch.</param>
    /// <param name="memory">Its arrays.</param>
    public abstract void Forward(in Slice slice, in BlockMemory memory);

    /// <summary>Computes the gradient of what entered and, for this slice, of the parameters.</summary>
    /// <param name="slice">Which part of the batch.</param>
    /// <param name="memory">Its arrays, as the forward pass left them.</param>
    public abstract void Backward(in Slice slice, in BlockMemory memory);

    /// <summary>
    /// One piece of <see cref="GradientTasks"/>: writes gradients of parameters, in an order that the number of threads does not
    /// change.
    /// </summary>
    /// <param name="task">Which.</param>
    /// <param name="batch">The block's memory for the batch.</param>
    /// <param name="sums">Which shares are added, and in which order.</param>
    public virtual void CollectGradients(int task, float* batch, ShareSums sums)
    {
    }

    /// <inheritdoc/>
    public void Dispose() => Release();

    /// <summary>Frees what the block owns.</summary>
    protected virtual void Release()
    {
    }

    /// <summary>Adds shares that lie one behind the other, in place.</summary>
    /// <param name="shares">The first of them.</param>
    /// <param name="count">Floats of a share.</param>
    /// <param name="sums">Which shares are added, and in which order.</param>
    /// <returns>For each root its share, which then has its sum.</returns>
    protected int[] AddShares(float* shares, int count, ShareSums sums)
    {
        foreach (var (into, from) in sums.Pairs)
            Kernels.Add(count, shares + ((nint)from * count), shares + ((nint)into * count));
        return sums.Heads;
    }

    /// <summary>Copies floats.</summary>
    protected static void Copy(float* from, int count, float* to) =>
        new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));

    /// <summary>The array of one group.</summary>
    protected static float* Group(float* groups, int group, int floats) =>
        groups is null ? null : groups + ((nint)group * floats);
}
