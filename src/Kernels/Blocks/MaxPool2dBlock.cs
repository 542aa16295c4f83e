using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Blocks;

/// <summary>Maximum pooling with any window.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="window">How the window slides.</param>
internal sealed unsafe class MaxPool2dBlock(LaneKernels kernels, PoolGeometry window)
    : Block(kernels, window.Input, window.Output)
{
    /// <summary>How the window slides.</summary>
    public PoolGeometry Window => window;

    /// <inheritdoc/>
    public override int StateFloats => Output.Features * Lanes.Count;

    /// <inheritdoc/>
    public override void Forward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
            Kernels.MaxPool2d(
                window,
                Group(memory.X, group, Input.GroupStep),
                Group(memory.Y, group, Output.GroupStep),
                Group(memory.State, group, StateFloats));
    }

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory)
    {
        if (memory.GradX is null)
            return;
        for (var group = 0; group < slice.Groups; group++)
            Kernels.MaxPool2dBackward(
                window,
                Group(memory.GradY, group, Output.GroupStep),
                Group(memory.State, group, StateFloats),
                Group(memory.GradX, group, Input.GroupStep));
    }
}
