using CsCheck;
using TorchBasics.Kernels.Summation;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Tests.Native.Kernels.Summation;

/// <summary>How a batch is cut into shares, and shares among machines.</summary>
public sealed class ShareCutTests
{
    private static readonly Gen<ShareCut> Cuts = Gen.Int[1, Textbook.MostSamples].Select(samples => new ShareCut(samples));

    [Fact]
    public void There_are_1_to_64_shares_and_every_count_occurs()
    {
        var counts = Enumerable.Range(1, Textbook.MostSamples).Select(samples => new ShareCut(samples).Shares).ToHashSet();

        Assert.Equal(Enumerable.Range(1, 64), counts.Order());
    }

    [Fact]
    public void Machines_compute_every_group_of_a_batch_once_and_in_order() =>
        Gen.Select(Cuts, Gen.Int[1, 70]).Sample((cut, ranks) =>
        {
            var groups = new List<int>();
            for (var rank = 0; rank < ranks; rank++)
            {
                var (first, end) = cut.Of(rank, ranks);
                var sums = new ShareSums(cut, first, end);
                groups.AddRange(Enumerable.Range(sums.FirstGroup, sums.Groups));
                Assert.Equal(sums.Groups, Enumerable.Range(0, sums.Shares).Sum(sums.GroupsOf));
                Assert.All(
                    Enumerable.Range(0, sums.Shares), share => Assert.InRange(sums.GroupsOf(share), 1, cut.GroupsPerShare));
            }

            Assert.Equal(Enumerable.Range(0, Lanes.Groups(cut.Samples)), groups);
        });

    [Fact]
    public void No_machine_has_two_shares_more_than_another() =>
        Gen.Select(Cuts, Gen.Int[1, 70]).Sample((cut, ranks) =>
        {
            var owns = Enumerable.Range(0, ranks).Select(rank => cut.Of(rank, ranks));
            var counts = owns.Select(own => own.End - own.First).ToList();

            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        });
}
