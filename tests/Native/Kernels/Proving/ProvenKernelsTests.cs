using TorchBasics.Kernels.Proving;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Tests.Native.Kernels.Proving;

public class ProvenKernelsTests
{
    private static readonly LaneKernels[] WideFirst = [.. LaneKernels.All.Reverse()];
    private static readonly WrongAnswer Wrong = new("linear", "1 x 2 to 3", "Vector512", 4, 5, 6);

    public static TheoryData<int> Widths => Simd.Widths.All;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Kernels_of_every_width_give_every_known_answer(int bits) =>
        Assert.Null(KnownAnswerTest.Run(KnownAnswers.OfKernels, new KernelOperators(Simd.Widths.Of(bits)), "kernels"));

    [Fact]
    public void The_widest_right_kernels_are_taken()
    {
        var proven = ProvenKernels.Choose(WideFirst, _ => null);

        Assert.Equal((512, null, true, null), (proven.Kernels.Bits, proven.Fault, proven.AreRight, proven.Remark));
    }

    [Fact]
    public void Where_the_widest_are_wrong_the_next_are_taken_and_a_line_says_so()
    {
        var proven = ProvenKernels.Choose(WideFirst, kernels => kernels.Bits == 512 ? Wrong : null);

        Assert.Equal((256, true), (proven.Kernels.Bits, proven.AreRight));
        Assert.Equal(
            "our kernels with wider registers compute wrong numbers here (linear (1 x 2 to 3, Vector512): "
            + "number 4 is 6, expected 5); Vector256 computes",
            proven.Remark);
    }

    [Fact]
    public void Where_all_are_wrong_none_may_be_used() =>
        Assert.False(ProvenKernels.Choose(WideFirst, _ => Wrong).AreRight);
}
