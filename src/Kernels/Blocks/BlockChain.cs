using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Summation;

namespace TorchBasics.Kernels.Blocks;

/// <summary>Blocks one behind the other that stand in another block, which takes one group at a time through them.</summary>
/// <remarks>
/// What the forward pass keeps: what enters the first block, then for each block what leaves it and its state. Each array
/// has memory of its own, so that borders stay zero.
/// </remarks>
internal sealed unsafe class BlockChain : IDisposable
{
    private readonly Block[] _blocks;
    private readonly int _firstTrainable;

    /// <summary>Prepares the chain.</summary>
    /// <param name="input">Layout of what enters; the first block may see it flattened.</param>
    /// <param name="planned">The blocks with the layers that they compute; they become this object's own.</param>
    /// <param name="lastStep">The last layer up to which no gradient comes back; -1 for none.</param>
    public BlockChain(Plane input, IReadOnlyList<PlannedBlock> planned, int lastStep)
    {
        (Input, Planned) = (input, planned);
        _blocks = [.. planned.Where(block => block.Block is not null).Select(block => block.Block!)];
        _firstTrainable = planned.Count(block => block.Block is not null && block.FirstLayer <= lastStep);
        StateFloats = Input.GroupStep + _blocks.Sum(block => block.Output.GroupStep + block.StateFloats);
        GradientFloats = _blocks.Sum(block => block.Input.GroupStep) + Output.GroupStep;
        ScratchFloats = StateFloats + GradientFloats + _blocks.Sum(block => block.ScratchFloats);
    }

    /// <summary>Layout of what enters.</summary>
    public Plane Input { get; }

    /// <summary>Every block with its layers, those included that change the view alone.</summary>
    public IReadOnlyList<PlannedBlock> Planned { get; }

    /// <summary>Layout of what leaves.</summary>
    public Plane Output => _blocks[^1].Output;

    /// <summary>Whether a gradient comes back to any block.</summary>
    public bool Learns => _firstTrainable < _blocks.Length;

    /// <summary>Whether a gradient comes back to what enters.</summary>
    public bool GivesInputGradient => _firstTrainable == 0;

    /// <summary>Floats for each group that go from the forward to the backward pass.</summary>
    public int StateFloats { get; }

    /// <summary>
    /// Floats for one group: the state where no backward pass follows, then the gradients, then what each block wants.
    /// </summary>
    public int ScratchFloats { get; }

    /// <summary>Multiply-adds of a sample's forward pass.</summary>
    public long MultiplyAdds => _blocks.Sum(block => block.MultiplyAdds);

    private int GradientFloats { get; }

    /// <summary>Floats of memory for the whole batch.</summary>
    public long BatchFloats(int groups, int shares)
    {
        var floats = 0L;
        foreach (var block in _blocks) // for each group, where Sum would allocate what it calls
            floats += block.BatchFloats(groups, shares);
        return floats;
    }

    /// <summary>Puts changed weights into the order that kernels read.</summary>
    public void Pack(bool training)
    {
        foreach (var block in _blocks)
            for (var task = 0; task < block.PackTasks; task++)
                block.Pack(task, training);
    }

    /// <summary>Where what enters is to be written.</summary>
    /// <param name="memory">
    /// The arrays of the chain, as those below: the state of the group, scratch and memory for the batch.
    /// </param>
    public static float* X(in BlockMemory memory) => memory.State is null ? memory.Scratch : memory.State;

    /// <summary>Computes what leaves.</summary>
    /// <param name="slice">One group of the batch.</param>
    /// <param name="memory">The arrays of the chain.</param>
    /// <returns>Where it lies.</returns>
    public float* Forward(in Slice slice, in BlockMemory memory)
    {
        var x = X(memory);
        var y = x + Input.GroupStep;
        var scratch = memory.Scratch + StateFloats + GradientFloats;
        foreach (var block in _blocks)
        {
            block.Forward(
                slice, new() { X = x, Y = y, State = y + block.Output.GroupStep, Scratch = scratch, Random = memory.Random });
            x = y;
            y += block.Output.GroupStep + block.StateFloats;
            scratch += block.ScratchFloats;
        }

        return x;
    }

    /// <summary>Where the gradient of what leaves is to be written.</summary>
    /// <param name="memory">The arrays of the chain.</param>
    public float* GradY(in BlockMemory memory) => memory.Scratch + StateFloats;

    /// <summary>Computes the gradient of what entered and, for this group, of the parameters.</summary>
    /// <param name="slice">One group of the batch.</param>
    /// <param name="memory">The arrays of the chain, as the forward pass left them.</param>
    /// <param name="wantsInput">Whether the gradient of what entered is asked for.</param>
    /// <returns>Where it lies, if it was asked for and <see cref="GivesInputGradient"/>.</returns>
    public float* Backward(in Slice slice, in BlockMemory memory, bool wantsInput)
    {
        var gradY = GradY(memory);
        var end = X(memory) + StateFloats; // of what the block has kept
        var scratch = memory.Scratch + ScratchFloats;
        var batch = memory.Batch + BatchFloats(slice.BatchGroups, slice.BatchShares);
        for (var k = _blocks.Length - 1; k >= _firstTrainable; k--)
        {
            var block = _blocks[k];
            var y = end - block.StateFloats - block.Output.GroupStep;
            var gradX = gradY + block.Output.GroupStep;
            scratch -= block.ScratchFloats;
            batch -= block.BatchFloats(slice.BatchGroups, slice.BatchShares);
            block.Backward(slice, new()
            {
                X = k == 0 ? y - Input.GroupStep : y - _blocks[k - 1].StateFloats - block.Input.GroupStep,
                Y = y,
                State = y + block.Output.GroupStep,
                Scratch = scratch,
                GradY = gradY,
                GradX = k == 0 && !wantsInput ? null : gradX,
                Batch = batch,
            });
            gradY = gradX;
            end = y;
        }

        return gradY;
    }

    /// <summary>Writes the gradients of all parameters.</summary>
    /// <param name="batch">The memory for the batch.</param>
    /// <param name="sums">Which shares are added, and in which order.</param>
    public void CollectGradients(float* batch, ShareSums sums)
    {
        for (var k = 0; k < _blocks.Length; batch += _blocks[k].BatchFloats(sums.Groups, sums.Shares), k++)
            for (var task = 0; k >= _firstTrainable && task < _blocks[k].GradientTasks; task++)
                _blocks[k].CollectGradients(task, batch, sums);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in _blocks)
            block.Dispose();
    }
}
