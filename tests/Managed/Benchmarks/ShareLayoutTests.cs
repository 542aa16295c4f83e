using TorchBasics.Benchmarks.Ranks;

namespace TorchBasics.Tests.Managed.Benchmarks;

public sealed class ShareLayoutTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(64, 2, 1)]
    [InlineData(65, 3, 1)]
    [InlineData(2048, 64, 1)]
    [InlineData(2049, 33, 2)] // 65 slices do not go into 64 shares of one
    [InlineData(16_384, 64, 8)]
    public void A_batch_has_at_most_64_shares_of_whole_slices(int batch, int shares, int slicesPerShare)
    {
        var layout = new ShareLayout(batch, 1);

        Assert.Equal(shares, layout.Shares);
        Assert.Equal(slicesPerShare, layout.SlicesPerShare);
    }

    // Shares 0-1, 2-4 and 5-7 of 8: (0 1), then (2 3) and 4, then 5 and (6 7).
    [Fact]
    public void Three_ranks_are_left_with_a_few_whole_subtrees_each()
    {
        var layout = new ShareLayout(256, 3);

        Assert.Equal([(0, 2), (2, 5), (5, 8)], Ranks(layout).Select(layout.SharesOf));
        Assert.Equal([1, 2, 2], Ranks(layout).Select(layout.RootsOf));
        Assert.Equal(3, layout.MostSlices());
    }

    // 5 shares: the last one stands alone under each of its parents.
    [Fact]
    public void A_subtree_that_the_end_cuts_short_is_whole()
    {
        var layout = new ShareLayout(160, 2);

        Assert.Equal([(0, 2), (2, 5)], Ranks(layout).Select(layout.SharesOf));
        Assert.Equal([1, 2], Ranks(layout).Select(layout.RootsOf));
        Assert.Equal(1, new ShareLayout(160, 1).RootsOf(0));
        Assert.Equal(1, new ShareLayout(160, 5).RootsOf(4));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(32)]
    public void A_power_of_two_of_ranks_is_left_with_one_sum_each(int ranks)
    {
        var layout = new ShareLayout(1024, ranks);

        Assert.All(Ranks(layout), rank => Assert.Equal(1, layout.RootsOf(rank)));
    }

    [Fact]
    public void Ranks_beyond_the_shares_have_nothing()
    {
        var layout = new ShareLayout(64, 8);

        Assert.Equal(2, layout.AllRoots());
        Assert.Equal(2, Ranks(layout).Sum(layout.SlicesOf));
        Assert.Equal(1, layout.MostSlices());
    }

    [Theory]
    [InlineData(1000, 7)]
    [InlineData(2049, 5)]
    [InlineData(10_000, 64)]
    public void All_slices_of_a_batch_are_given_to_somebody_once(int batch, int ranks)
    {
        var layout = new ShareLayout(batch, ranks);

        Assert.Equal(layout.Slices, Ranks(layout).Sum(layout.SlicesOf));
    }

    private static IEnumerable<int> Ranks(ShareLayout layout) => Enumerable.Range(0, layout.Ranks);
}
