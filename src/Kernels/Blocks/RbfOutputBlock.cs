using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Blocks;

/// <summary>Minus the squared distance to fixed prototypes.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="input">Layout of what enters, without border.</param>
/// <param name="output">Layout of what leaves, without border.</param>
/// <param name="prototypes">[class, input].</param>
internal sealed unsafe class RbfOutputBlock(LaneKernels kernels, Plane input, Plane output, ParameterSlot prototypes)
    : Block(kernels, input, output)
{
    /// <inheritdoc/>
    public override void Forward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
            Kernels.RbfOutput(
                Input.Features,
                Output.Features,
                Group(memory.X, group, Input.GroupStep),
                prototypes.Values,
                Group(memory.Y, group, Output.GroupStep));
    }

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory)
    {
        if (memory.GradX is null)
            return;
        for (var group = 0; group < slice.Groups; group++)
            Kernels.RbfOutputBackward(
                Input.Features,
                Output.Features,
                Group(memory.X, group, Input.GroupStep),
                prototypes.Values,
                Group(memory.GradY, group, Output.GroupStep),
                Group(memory.GradX, group, Input.GroupStep));
    }
}
