using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Blocks;

/// <summary>A border of one value around each picture.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="input">Layout of what enters.</param>
/// <param name="output">Layout of what leaves.</param>
/// <param name="rows">Rows above and below.</param>
/// <param name="columns">Columns left and right.</param>
/// <param name="value">The value.</param>
internal sealed unsafe class ConstantPad2dBlock(
    LaneKernels kernels, Plane input, Plane output, int rows, int columns, float value) : Block(kernels, input, output)
{
    // The output, seen as the pictures inside the border of the value.
    private readonly Plane _inner = new(
        input.Channels, input.Height, input.Width, output.BorderRows + rows, output.BorderColumns + columns);

    /// <inheritdoc/>
    public override void Forward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
        {
            var y = Group(memory.Y, group, Output.GroupStep);
            for (var channel = 0; channel < Output.Channels; channel++)
                for (var row = 0; row < Output.Height; row++)
                    new Span<float>(y + Output.Offset(channel, row, 0), Output.Width * Lanes.Count).Fill(value);
            LaneKernels.Move(Input, Group(memory.X, group, Input.GroupStep), _inner, y);
        }
    }

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory)
    {
        if (memory.GradX is null)
            return;
        for (var group = 0; group < slice.Groups; group++)
            LaneKernels.Move(
                _inner, Group(memory.GradY, group, Output.GroupStep), Input, Group(memory.GradX, group, Input.GroupStep));
    }
}
