using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Activations;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Blocks;

/// <summary>An activation that follows nothing it could be fused with.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="input">Layout of what enters.</param>
/// <param name="output">Layout of what leaves: the same pictures.</param>
/// <param name="activation">The activation; null to pass everything on.</param>
internal sealed unsafe class ActivationBlock(LaneKernels kernels, Plane input, Plane output, Activation? activation)
    : Block(kernels, input, output)
{
    private readonly ActivationKernel? _kernel = activation is null ? null : kernels.Activation(activation);

    /// <summary>The activation; null to pass everything on.</summary>
    public Activation? Activation => activation;

    /// <inheritdoc/>
    public override void Forward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
            if (_kernel is null)
                LaneKernels.Move(
                    Input, Group(memory.X, group, Input.GroupStep), Output, Group(memory.Y, group, Output.GroupStep));
            else
                for (var row = 0; row < Input.Channels * Input.Height; row++)
                    _kernel.Forward(
                        Input.Width * Lanes.Count, Row(Input, memory.X, group, row), Row(Output, memory.Y, group, row));
    }

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory)
    {
        if (memory.GradX is null)
            return;
        for (var group = 0; group < slice.Groups; group++)
            if (_kernel is null)
                LaneKernels.Move(
                    Output, Group(memory.GradY, group, Output.GroupStep), Input, Group(memory.GradX, group, Input.GroupStep));
            else
                for (var row = 0; row < Input.Channels * Input.Height; row++)
                    _kernel.Backward(
                        Input.Width * Lanes.Count,
                        Row(Input, memory.X, group, row),
                        Row(Output, memory.Y, group, row),
                        Row(Output, memory.GradY, group, row),
                        Row(Input, memory.GradX, group, row));
    }

    private static float* Row(in Plane plane, float* groups, int group, int row) =>
        Group(groups, group, plane.GroupStep) + plane.Offset(row / plane.Height, row % plane.Height, 0);
}
