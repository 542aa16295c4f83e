using TorchBasics.Core;

namespace TorchBasics.Kernels.Blocks;

/// <summary>What a block works on: the arrays of one slice, groups one behind the other.</summary>
internal unsafe struct BlockMemory
{
    /// <summary>What enters.</summary>
    public float* X;

    /// <summary>What leaves.</summary>
    public float* Y;

    /// <summary>What the forward pass keeps for the backward pass; null where only the results count.</summary>
    public float* State;

    /// <summary>Memory of the block's own for one group, kept from call to call.</summary>
    public float* Scratch;

    /// <summary>Gradient of what leaves; the block may overwrite it.</summary>
    public float* GradY;

    /// <summary>Gets the gradient of what enters; null where nobody asks.</summary>
    public float* GradX;

    /// <summary>Memory of the block's own for the whole batch.</summary>
    public float* Batch;

    /// <summary>A generator for whoever starts it anew.</summary>
    public RandomGenerator Random;
}
