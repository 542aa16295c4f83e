using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Blocks;

/// <summary>Softmax over the features, or its logarithm.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="plane">Layout of what enters and leaves, without border.</param>
/// <param name="logarithm">Whether the logarithm is wanted.</param>
internal sealed unsafe class SoftmaxBlock(LaneKernels kernels, Plane plane, bool logarithm) : Block(kernels, plane, plane)
{
    /// <inheritdoc/>
    public override void Forward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
            Kernels.Softmax(
                Input.Features, logarithm, Group(memory.X, group, Input.GroupStep), Group(memory.Y, group, Output.GroupStep));
    }

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory)
    {
        if (memory.GradX is null)
            return;
        for (var group = 0; group < slice.Groups; group++)
            Kernels.SoftmaxBackward(
                Input.Features,
                logarithm,
                Group(memory.Y, group, Output.GroupStep),
                Group(memory.GradY, group, Output.GroupStep),
                Group(memory.GradX, group, Input.GroupStep));
    }
}
