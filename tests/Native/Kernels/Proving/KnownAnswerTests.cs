using TorchBasics.Kernels.Proving;

namespace TorchBasics.Tests.Native.Kernels.Proving;

public class KnownAnswerTests
{
    public static TheoryData<int> Questions => [.. Enumerable.Range(0, KnownAnswers.All.Count)];

    [Theory]
    [MemberData(nameof(Questions))]
    public void The_stored_checksums_are_those_of_plain_loops(int index)
    {
        var question = KnownAnswers.All[index];

        var sums = question.Answer().Select(result => Whole.Checksum(result)).ToArray();

        Assert.True(
            sums.SequenceEqual(question.Checksums),
            $"{question.Operator}, {question.Shape}: [{string.Join(", ", sums.Select(sum => $"0x{sum:X16}"))}]");
    }
}
