using TorchBasics.Core;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Blocks;

/// <summary>In training, zeroes each element with probability p and divides the others by 1 - p.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="input">Layout of what enters.</param>
/// <param name="output">Layout of what leaves: the same pictures.</param>
/// <param name="probability">p.</param>
/// <param name="layer">Position of the layer, so that two layers draw different numbers.</param>
internal sealed unsafe class DropoutBlock(LaneKernels kernels, Plane input, Plane output, double probability, int layer)
    : Block(kernels, input, output)
{
    /// <inheritdoc/>
    public override int StateFloats => Input.Features * Lanes.Count;

    /// <inheritdoc/>
    public override void Forward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
        {
            var x = Group(memory.X, group, Input.GroupStep);
            var y = Group(memory.Y, group, Output.GroupStep);
            if (!slice.Training)
            {
                LaneKernels.Move(Input, x, Output, y);
                continue;
            }

            var factors = Group(memory.State, group, StateFloats);
            Draw(memory.Random, slice.Seed, slice.GroupsBefore + slice.FirstGroup + group, new Span<float>(factors, StateFloats));
            Scale(Input, x, factors, Output, y);
        }
    }

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory)
    {
        if (memory.GradX is null)
            return;
        for (var group = 0; group < slice.Groups; group++)
        {
            var gradY = Group(memory.GradY, group, Output.GroupStep);
            var gradX = Group(memory.GradX, group, Input.GroupStep);
            if (slice.Training)
                Scale(Output, gradY, Group(memory.State, group, StateFloats), Input, gradX);
            else
                LaneKernels.Move(Output, gradY, Input, gradX);
        }
    }

    // One stream for each layer and group, so that no thread waits for another's numbers.
    private void Draw(RandomGenerator random, ulong seed, int group, Span<float> factors)
    {
        random.Restart(seed, "fused dropout", ((ulong)layer << 32) | (uint)group);
        var kept = (float)(1 / (1 - probability));
        foreach (ref var factor in factors)
            factor = random.NextDouble() < probability ? 0 : kept;
    }

    private void Scale(in Plane from, float* x, float* factors, in Plane to, float* y)
    {
        var row = from.Width * Lanes.Count;
        for (var channel = 0; channel < from.Channels; channel++)
            for (var i = 0; i < from.Height; i++)
            {
                Kernels.Multiply(row, x + from.Offset(channel, i, 0), factors, y + to.Offset(channel, i, 0));
                factors += row;
            }
    }
}
