using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Blocks;

/// <summary>What a branch makes of the input plus the input, or plus what a shortcut makes of it.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="input">Layout of what enters.</param>
/// <param name="output">Layout of what leaves.</param>
/// <param name="chains">
/// The branch and, if it has layers, the shortcut, to all of which a gradient comes back; they become this block's own.
/// </param>
internal sealed unsafe class ResidualBlock(LaneKernels kernels, Plane input, Plane output, IReadOnlyList<BlockChain> chains)
    : ChainsBlock(kernels, input, output, chains)
{
    /// <inheritdoc/>
    public override void Forward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
        {
            var x = Group(memory.X, group, Input.GroupStep);
            var y = Group(memory.Y, group, Output.GroupStep);
            if (Chains.Count == 1)
                LaneKernels.Move(Input, x, Output, y);
            var own = memory with { State = Group(memory.State, group, StateFloats) };
            for (var k = Chains.Count - 1; k >= 0; k--)
            {
                var (chain, arrays) = (Chains[k], Of(k, own, slice));
                LaneKernels.Move(Input, x, chain.Input, BlockChain.X(arrays));
                var end = chain.Forward(slice.Group(group), arrays);
                if (k == 1)
                    LaneKernels.Move(chain.Output, end, Output, y);
                else
                    Add(chain.Output, end, Output, y);
            }
        }
    }

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
        {
            var gradY = Group(memory.GradY, group, Output.GroupStep);
            var gradX = Group(memory.GradX, group, Input.GroupStep);
            if (Chains.Count == 1 && gradX is not null)
                LaneKernels.Move(Output, gradY, Input, gradX);
            var own = memory with { State = Group(memory.State, group, StateFloats) };
            for (var k = Chains.Count - 1; k >= 0; k--)
            {
                var (chain, arrays) = (Chains[k], Of(k, own, slice));
                LaneKernels.Move(Output, gradY, chain.Output, chain.GradY(arrays));
                var through = chain.Backward(slice.Group(group), arrays, wantsInput: gradX is not null);
                if (gradX is null)
                    continue;
                if (k == 1)
                    LaneKernels.Move(chain.Input, through, Input, gradX);
                else
                    Add(chain.Input, through, Input, gradX);
            }
        }
    }
}
