using TorchBasics.Kernels.Summation;

namespace TorchBasics.Training.Ranks;

/// <summary>How the sums that the ranks are left with become one: the rest of the tree.</summary>
internal sealed class JoinPlan
{
    private JoinPlan(
        ShareCut cut, int rank, IReadOnlyList<ShareSums> sums, IReadOnlyList<IReadOnlyList<TreeNode>> roots, int leaves)
    {
        (Cut, Own) = (cut, sums[rank]);
        Shares = [.. sums.Select(each => (each.First, each.Shares))];
        Roots = [.. roots.Select(each => each.Count)];
        FirstRoots = [.. Enumerable.Range(0, Roots.Length).Select(each => Roots.Take(each).Sum())];
        var tree = new SumTree(leaves);
        foreach (var (number, node) in roots.SelectMany(each => each).Index())
            _ = tree.Push(node, number);
        Pairs = tree.Pairs;
    }

    /// <summary>The batch.</summary>
    public ShareCut Cut { get; }

    /// <summary>What this rank adds.</summary>
    public ShareSums Own { get; }

    /// <summary>For each rank the first share that it adds, and how many.</summary>
    public (int First, int Count)[] Shares { get; }

    /// <summary>For each rank the sums that it is left with.</summary>
    public int[] Roots { get; }

    /// <summary>For each rank the number of its first one, counted over all ranks.</summary>
    public int[] FirstRoots { get; }

    /// <summary>Additions in their order: the second sum to the first, which then stands for both; 0 in the end.</summary>
    public (int Into, int From)[] Pairs { get; }

    /// <summary>Sums of all ranks together.</summary>
    public int RootCount => FirstRoots[^1] + Roots[^1];

    /// <summary>The rest of the tree: the same numbers are added in the same order for any number of ranks.</summary>
    /// <param name="cut">The batch.</param>
    /// <param name="rank">This rank.</param>
    /// <param name="ranks">How many there are.</param>
    /// <param name="rootStep">From the gradients of one root to those of the next, in floats.</param>
    public static JoinPlan Of(ShareCut cut, int rank, int ranks, nint rootStep)
    {
        var sums = Sums(cut, ranks, rootStep);
        return new(cut, rank, sums, [.. sums.Select(each => each.Roots)], cut.Shares);
    }

    /// <summary>One sum of each rank that has shares at all, whoever computed it and in which order.</summary>
    /// <param name="cut">The batch.</param>
    /// <param name="rank">This rank.</param>
    /// <param name="ranks">How many there are.</param>
    public static JoinPlan OneSumEach(ShareCut cut, int rank, int ranks)
    {
        var sums = Sums(cut, ranks, rootStep: 0);
        var leaves = 0;
        return new(
            cut,
            rank,
            sums,
            [.. sums.Select(each => each.Shares == 0 ? (IReadOnlyList<TreeNode>)[] : [new TreeNode(0, leaves++)])],
            sums.Count(each => each.Shares > 0));
    }

    /// <summary>The most sums that a rank is left with.</summary>
    /// <param name="batches">Samples of the batches that there are.</param>
    /// <param name="rank">Which rank.</param>
    /// <param name="ranks">How many there are.</param>
    /// <returns>At least 1.</returns>
    public static int MostRoots(IEnumerable<int> batches, int rank, int ranks) =>
        Math.Max(1, batches.Max(samples => Sums(new ShareCut(samples), ranks, rootStep: 0)[rank].Roots.Count));

    private static ShareSums[] Sums(ShareCut cut, int ranks, nint rootStep) =>
    [
        .. Enumerable.Range(0, ranks).Select(rank =>
        {
            var (first, end) = cut.Of(rank, ranks);
            return new ShareSums(cut, first, end, rootStep);
        }),
    ];
}
