using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Summation;

namespace TorchBasics.Kernels.Blocks;

/// <summary>The input, followed by what inner layers make of it.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="input">Layout of what enters, without border.</param>
/// <param name="output">Layout of what leaves, without border.</param>
/// <param name="inner">The inner layers; they become this block's own.</param>
internal sealed unsafe class LiftBlock(LaneKernels kernels, Plane input, Plane output, BlockChain inner)
    : Block(kernels, input, output)
{
    /// <inheritdoc/>
    public override int StateFloats => inner.StateFloats;

    /// <inheritdoc/>
    public override int ScratchFloats => inner.ScratchFloats;

    /// <inheritdoc/>
    public override int PackTasks => 1;

    /// <inheritdoc/>
    public override int GradientTasks => inner.Learns ? 1 : 0;

    /// <inheritdoc/>
    public override long MultiplyAdds => inner.MultiplyAdds;

    /// <inheritdoc/>
    public override long BatchFloats(int groups, int shares) => inner.BatchFloats(groups, shares);

    /// <inheritdoc/>
    public override void Pack(int task, bool training) => inner.Pack(training);

    /// <inheritdoc/>
    public override void Forward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
        {
            var x = Group(memory.X, group, Input.GroupStep);
            var y = Group(memory.Y, group, Output.GroupStep);
            var own = Of(memory, group);
            Copy(x, Input.GroupStep, BlockChain.X(own));
            Copy(x, Input.GroupStep, y);
            Copy(inner.Forward(slice.Group(group), own), inner.Output.GroupStep, y + Input.GroupStep);
        }
    }

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
        {
            var gradY = Group(memory.GradY, group, Output.GroupStep);
            var gradX = Group(memory.GradX, group, Input.GroupStep);
            if (gradX is not null)
                Copy(gradY, Input.GroupStep, gradX);
            if (!inner.Learns)
                continue;
            var own = Of(memory, group);
            Copy(gradY + Input.GroupStep, inner.Output.GroupStep, inner.GradY(own));
            var through = inner.Backward(slice.Group(group), own, wantsInput: gradX is not null);
            if (gradX is not null && inner.GivesInputGradient)
                for (var i = 0; i < Input.GroupStep; i++)
                    gradX[i] += through[i];
        }
    }

    /// <inheritdoc/>
    public override void CollectGradients(int task, float* batch, ShareSums sums) => inner.CollectGradients(batch, sums);

    /// <inheritdoc/>
    protected override void Release() => inner.Dispose();

    private BlockMemory Of(in BlockMemory memory, int group) => memory with { State = Group(memory.State, group, StateFloats) };
}
