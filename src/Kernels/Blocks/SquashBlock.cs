using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Blocks;

/// <summary>An activation that follows nothing it could be fused with.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="input">Layout of what enters.</param>
/// <param name="output">Layout of what leaves: the same pictures.</param>
/// <param name="squash">The activation.</param>
internal sealed unsafe class SquashBlock(LaneKernels kernels, Plane input, Plane output, Squash squash) : Block(kernels, input, output)
{
    /// <summary>The activation.</summary>
    public Squash Squash => squash;

    /// <inheritdoc/>
    public override void Forward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
            for (var row = 0; row < Input.Channels * Input.Height; row++)
                Kernels.Apply(squash, Input.Width * Lanes.Count, Row(Input, memory.X, group, row), Row(Output, memory.Y, group, row));
    }

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory)
    {
        if (memory.GradX is null)
            return;
        for (var group = 0; group < slice.Groups; group++)
            for (var row = 0; row < Input.Channels * Input.Height; row++)
                Kernels.ApplyBack(
                    squash, Input.Width * Lanes.Count, Row(Output, memory.Y, group, row), Row(Output, memory.GradY, group, row), Row(Input, memory.GradX, group, row));
    }

    private static float* Row(in Plane plane, float* groups, int group, int row) =>
        Group(groups, group, plane.GroupStep) + plane.Offset(row / plane.Height, row % plane.Height, 0);
}
