using CsCheck;
using TorchBasics.Kernels.Summation;
using TorchBasics.Tests.Native.Kernels.Summation;
using TorchBasics.Training.Ranks;

namespace TorchBasics.Tests.Native.Training.Ranks;

/// <summary>However many ranks there are, the numbers of a batch are added to each other in one order.</summary>
public sealed class JoinPlanTests
{
    private static readonly Gen<(int Shares, int Ranks)> Cases = Gen.Select(Gen.Int[1, 64], Gen.Int[1, 70]);

    [Fact]
    public void Any_number_of_ranks_adds_in_the_order_of_the_tree() =>
        Cases.Sample((shares, ranks) => Assert.Equal(
            Textbook.Tree(shares),
            Total(Textbook.CutInto(shares), ranks, share => $"{share}", (left, right) => $"({left}+{right})")));

    [Fact]
    public void Any_number_of_ranks_gives_the_bits_of_one() =>
        Gen.Select(Gen.Int[1, Textbook.MostSamples], Gen.Int[1, 70], Gen.ULong).Sample((samples, ranks, seed) =>
        {
            var (cut, random) = (new ShareCut(samples), new Core.RandomGenerator(seed));
            float[] values =
            [
                .. Enumerable.Range(0, cut.Shares)
                    .Select(_ => (float)((random.NextDouble() - 0.5) * Math.Exp(random.NextInt32(20)))),
            ];

            var total = Total(cut, ranks, share => values[share], (left, right) => left + right);

            Assert.Equal(BitConverter.SingleToInt32Bits(Textbook.Sum(values)), BitConverter.SingleToInt32Bits(total));
        });

    [Fact]
    public void All_ranks_have_the_same_plan() =>
        Cases.Sample((shares, ranks) =>
        {
            var cut = Textbook.CutInto(shares);
            var first = JoinPlan.Of(cut, rank: 0, ranks, rootStep: 0);
            for (var rank = 1; rank < ranks; rank++)
            {
                var plan = JoinPlan.Of(cut, rank, ranks, rootStep: 0);
                Assert.Equal(first.Pairs, plan.Pairs);
                Assert.Equal(first.Roots, plan.Roots);
                Assert.Equal(plan.Roots[rank], plan.Own.Roots.Count);
                Assert.Equal(first.Shares[rank], (plan.Own.First, plan.Own.Shares));
            }
        });

    [Fact]
    public void There_is_room_for_the_sums_of_every_batch() =>
        Gen.Select(Gen.Int[1, Textbook.MostSamples].Array[1, 3], Gen.Int[1, 70]).Sample((batches, ranks) =>
        {
            for (var rank = 0; rank < ranks; rank++)
            {
                var most = JoinPlan.MostRoots(batches, rank, ranks);
                var roots = batches.Select(samples => JoinPlan.Of(new(samples), rank, ranks, rootStep: 0).Roots[rank]).ToList();
                Assert.Equal(Math.Max(1, roots.Max()), most);
            }
        });

    [Fact]
    public void One_sum_of_each_rank_that_has_shares_is_added_once() =>
        Cases.Sample((shares, ranks) =>
        {
            var plan = JoinPlan.OneSumEach(Textbook.CutInto(shares), rank: 0, ranks);
            Assert.Equal(plan.Shares.Select(own => Math.Min(1, own.Count)), plan.Roots);
            var sums = Enumerable.Range(0, plan.RootCount).Select(number => new List<int> { number }).ToArray();

            foreach (var (into, from) in plan.Pairs)
            {
                sums[into].AddRange(sums[from]);
                sums[from].Clear();
            }

            Assert.Equal(Enumerable.Range(0, plan.RootCount), sums[0]);
            Assert.Equal(Math.Min(shares, ranks), plan.RootCount);
        });

    // What the ranks add, each its shares, and then what is added of all.
    private static T Total<T>(ShareCut cut, int ranks, Func<int, T> leaf, Func<T, T, T> add)
    {
        var (plan, roots) = (JoinPlan.Of(cut, rank: 0, ranks, rootStep: 0), new List<T>());
        for (var rank = 0; rank < ranks; rank++)
        {
            Assert.Equal(plan.FirstRoots[rank], roots.Count);
            var own = JoinPlan.Of(cut, rank, ranks, rootStep: 0).Own;
            var shares = Enumerable.Range(own.First, own.Shares).Select(leaf).ToArray();
            foreach (var (into, from) in own.Pairs)
                shares[into] = add(shares[into], shares[from]);
            roots.AddRange(own.Heads.Select(head => shares[head]));
        }

        Assert.Equal(plan.RootCount, roots.Count);
        var sums = roots.ToArray();
        foreach (var (into, from) in plan.Pairs)
            sums[into] = add(sums[into], sums[from]);
        return sums[0];
    }
}
