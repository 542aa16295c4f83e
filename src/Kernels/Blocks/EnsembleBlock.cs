using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Blocks;

/// <summary>The mean of what several members make of the input, one after the other.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="input">Layout of what enters.</param>
/// <param name="output">Layout of what leaves.</param>
/// <param name="members">The members, to all of which a gradient comes back; they become this block's own.</param>
internal sealed unsafe class EnsembleBlock(LaneKernels kernels, Plane input, Plane output, IReadOnlyList<BlockChain> members)
    : ChainsBlock(kernels, input, output, members)
{
    private readonly float _share = 1f / members.Count;

    /// <inheritdoc/>
    public override void Forward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
        {
            var x = Group(memory.X, group, Input.GroupStep);
            var y = Group(memory.Y, group, Output.GroupStep);
            var own = memory with { State = Group(memory.State, group, StateFloats) };
            for (var k = 0; k < Chains.Count; k++)
            {
                var (member, arrays) = (Chains[k], Of(k, own, slice));
                LaneKernels.Move(Input, x, member.Input, BlockChain.X(arrays));
                var end = member.Forward(slice.Group(group), arrays);
                if (k == 0)
                    LaneKernels.Move(member.Output, end, Output, y);
                else
                    Add(member.Output, end, Output, y);
            }

            Divide(Output, y);
        }
    }

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
        {
            var gradY = Group(memory.GradY, group, Output.GroupStep);
            var gradX = Group(memory.GradX, group, Input.GroupStep);
            var own = memory with { State = Group(memory.State, group, StateFloats) };
            for (var k = 0; k < Chains.Count; k++)
            {
                var (member, arrays) = (Chains[k], Of(k, own, slice));
                var gradOfMember = member.GradY(arrays);
                LaneKernels.Move(Output, gradY, member.Output, gradOfMember);
                Divide(member.Output, gradOfMember);
                var through = member.Backward(slice.Group(group), arrays, wantsInput: gradX is not null);
                if (gradX is null)
                    continue;
                if (k == 0)
                    LaneKernels.Move(member.Input, through, Input, gradX);
                else
                    Add(member.Input, through, Input, gradX);
            }
        }
    }

    /// <summary>Divides a sum over the members by their number.</summary>
    /// <param name="count">How many numbers, a multiple of the lanes.</param>
    /// <param name="sum">The sum, which becomes the mean.</param>
    public void Divide(int count, float* sum) => Kernels.Scale(count, sum, _share, 0, sum);

    /// <summary>Adds what a member gives to the sum over those before it.</summary>
    /// <param name="count">How many numbers.</param>
    /// <param name="x">What the member gives.</param>
    /// <param name="sum">The sum.</param>
    public void Add(int count, float* x, float* sum) => Kernels.Add(count, x, sum);

    private void Divide(in Plane plane, float* sum)
    {
        for (var channel = 0; channel < plane.Channels; channel++)
            for (var row = 0; row < plane.Height; row++)
                Divide(plane.Width * Lanes.Count, sum + plane.Offset(channel, row, 0));
    }
}
