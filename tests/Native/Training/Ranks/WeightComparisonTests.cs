using TorchBasics.Core.Errors;
using TorchBasics.Training.Ranks;

namespace TorchBasics.Tests.Native.Training.Ranks;

/// <summary>Weights that differ are found, and the machine that errs is named where that can be said.</summary>
public sealed class WeightComparisonTests
{
    [Theory]
    [InlineData("a"), InlineData("aa"), InlineData("aaaaa")]
    public void Equal_weights_pass(string hashes) => Assert.All(Compare(hashes), error => Assert.Null(error));

    [Theory]
    [InlineData("aab", "rank 2 (machine2)")]
    [InlineData("baa", "rank 0 (machine0)")]
    [InlineData("abaac", "rank 1 (machine1), rank 4 (machine4)")]
    public void Who_differs_from_the_majority_is_named(string hashes, string named)
    {
        var errors = Compare(hashes);

        var error = Assert.IsType<TorchBasicsException>(errors[0]);
        Assert.Equal(ErrorKind.Failed, error.Kind);
        Assert.StartsWith(
            $"After step 12 the weights of {named} differ from those of all others: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ab", "rank 0 (machine0), rank 1 (machine1)")]
    [InlineData("abc", "rank 0 (machine0), rank 1 (machine1), rank 2 (machine2)")]
    [InlineData("aabb", "rank 0 (machine0), rank 1 (machine1), rank 2 (machine2), rank 3 (machine3)")]
    public void All_are_named_where_no_majority_says_which_are_right(string hashes, string named)
    {
        var errors = Compare(hashes);

        var error = Assert.IsType<TorchBasicsException>(errors[0]);
        Assert.StartsWith(
            $"After step 12 the weights of {named} differ, and no majority says which are right: ",
            error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ab"), InlineData("baa"), InlineData("aab")]
    public void The_others_end_silently_with_the_same_kind(string hashes) =>
        Assert.All(Compare(hashes).Skip(1), error =>
        {
            var other = Assert.IsType<PeerFailedException>(error);
            Assert.Equal((0, ErrorKind.Failed), (other.Rank, other.Kind));
        });

    private static Exception?[] Compare(string hashes) =>
    [
        .. Crew.Try(new MemoryWorld(hashes.Length), Crew.Patient, ranks =>
        {
            WeightComparison.Require(ranks, $"{hashes[ranks.Rank]}", step: 12);
            return 0;
        }).Select(outcome => outcome.Error),
    ];
}
