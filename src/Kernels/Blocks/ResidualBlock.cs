using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Blocks;

/// <summary>The input plus what a branch makes of it.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="input">Layout of what enters.</param>
/// <param name="output">Layout of what leaves: the same pictures.</param>
/// <param name="branch">The branch, to all of which a gradient comes back; becomes this block's own.</param>
internal sealed unsafe class ResidualBlock(LaneKernels kernels, Plane input, Plane output, BlockChain branch) : Block(kernels, input, output)
{
    /// <inheritdoc/>
    public override int StateFloats => branch.StateFloats;

    /// <inheritdoc/>
    public override int ScratchFloats => branch.ScratchFloats;

    /// <inheritdoc/>
    public override int PackTasks => 1;

    /// <inheritdoc/>
    public override int GradientTasks => 1;

    /// <inheritdoc/>
    public override long MultiplyAdds => branch.MultiplyAdds;

    /// <inheritdoc/>
    public override long BatchFloats(int groups, int shares) => branch.BatchFloats(groups, shares);

    /// <inheritdoc/>
    public override void Pack(int task, bool training) => branch.Pack(training);

    /// <inheritdoc/>
    public override void Forward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
        {
            var x = Group(memory.X, group, Input.GroupStep);
            var y = Group(memory.Y, group, Output.GroupStep);
            LaneKernels.Move(Input, x, branch.Input, branch.X(memory, group));
            LaneKernels.Move(Input, x, Output, y);
            Add(branch.Output, branch.Forward(slice, memory, group), Output, y);
        }
    }

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
        {
            var gradY = Group(memory.GradY, group, Output.GroupStep);
            var gradX = Group(memory.GradX, group, Input.GroupStep);
            LaneKernels.Move(Output, gradY, branch.Output, branch.GradY(memory));
            var through = branch.Backward(slice, memory, group, wantsInput: gradX is not null);
            if (gradX is null)
                continue;
            LaneKernels.Move(Output, gradY, Input, gradX);
            Add(branch.Input, through, Input, gradX);
        }
    }

    /// <inheritdoc/>
    public override void CollectGradients(int task, float* batch, int groups, int shares) => branch.CollectGradients(batch, groups, shares);

    /// <inheritdoc/>
    protected override void Release() => branch.Dispose();

    private void Add(in Plane from, float* x, in Plane to, float* sum)
    {
        for (var channel = 0; channel < to.Channels; channel++)
            for (var row = 0; row < to.Height; row++)
                Kernels.Add(to.Width * Lanes.Count, x + from.Offset(channel, row, 0), sum + to.Offset(channel, row, 0));
    }
}
