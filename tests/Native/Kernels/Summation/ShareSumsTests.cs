using CsCheck;
using TorchBasics.Kernels.Summation;

namespace TorchBasics.Tests.Native.Kernels.Summation;

/// <summary>Which shares one machine adds, and in which order, beside the definition of the tree.</summary>
public sealed class ShareSumsTests
{
    private static readonly Gen<ShareSums> Parts = Gen.Select(Gen.Int[1, 64], Gen.Int[0, 64], Gen.Int[0, 64]).Select(
        (shares, one, other) => new ShareSums(
            Textbook.CutInto(shares), Math.Min(shares, Math.Min(one, other)), Math.Min(shares, Math.Max(one, other))));

    [Fact]
    public void A_machine_alone_adds_in_the_order_of_the_tree()
    {
        for (var shares = 1; shares <= 64; shares++)
        {
            var sums = new ShareSums(Textbook.CutInto(shares), 0, shares);

            Assert.Equal([Textbook.Tree(shares)], ByPairs(sums));
            Assert.Single(sums.Roots);
        }
    }

    [Fact]
    public void Pairs_and_additions_say_the_same() =>
        Parts.Sample(sums => Assert.Equal(ByPairs(sums), ByAdditions(sums)));

    // A stack as deep as is said takes every sum that waits; one that was just computed goes to its left at once.
    [Fact]
    public void There_are_never_more_sums_at_a_time_than_is_said() =>
        Parts.Sample(sums =>
        {
            var (waiting, most) = (0, 0);
            foreach (var additions in sums.Additions)
            {
                most = Math.Max(most, additions == 0 ? waiting + 1 : waiting);
                waiting += 1 - additions;
            }

            Assert.Equal(most, sums.Depth);
            Assert.Equal(waiting, sums.Roots.Count);
        });

    [Fact]
    public void Few_sums_are_left() =>
        Parts.Sample(sums => Assert.InRange(sums.Roots.Count, Math.Min(1, sums.Shares), 2 * Math.Log2(Math.Max(2, sums.Shares))));

    [Fact]
    public void The_sums_that_are_left_are_nodes_of_the_tree_and_cover_what_was_added_here() =>
        Parts.Sample(sums =>
        {
            var next = sums.First;
            foreach (var root in sums.Roots)
            {
                Assert.Equal(next, root.Index << root.Level);
                next = Math.Min(sums.Cut.Shares, (root.Index + 1) << root.Level);
            }

            Assert.Equal(sums.First + sums.Shares, next);
        });

    private static List<string> ByPairs(ShareSums sums)
    {
        var shares = Enumerable.Range(sums.First, sums.Shares).Select(share => $"{share}").ToArray();
        foreach (var (into, from) in sums.Pairs)
            shares[into] = $"({shares[into]}+{shares[from]})";
        return [.. sums.Heads.Select(head => shares[head])];
    }

    private static List<string> ByAdditions(ShareSums sums)
    {
        var stack = new List<string>();
        foreach (var (share, additions) in sums.Additions.Index())
        {
            stack.Add($"{sums.First + share}");
            for (var k = 0; k < additions; k++)
            {
                stack[^2] = $"({stack[^2]}+{stack[^1]})";
                stack.RemoveAt(stack.Count - 1);
            }
        }

        return stack;
    }
}
