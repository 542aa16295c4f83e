namespace TorchBasics.Kernels.Summation;

/// <summary>Which shares of a batch are added here, and in which order.</summary>
internal sealed class ShareSums
{
    /// <summary>Prepares the sums.</summary>
    /// <param name="cut">The batch.</param>
    /// <param name="first">The first share that is added here.</param>
    /// <param name="end">The share behind the last one.</param>
    /// <param name="rootStep">From the gradients of one root to those of the next, in floats.</param>
    public ShareSums(ShareCut cut, int first, int end, nint rootStep = 0)
    {
        (Cut, First, RootStep) = (cut, first, rootStep);
        var tree = new SumTree(cut.Shares);
        Additions = new int[end - first];
        for (var share = 0; share < Shares; share++)
        {
            Additions[share] = tree.Push(new(0, first + share), share);
            if (Additions[share] == 0)
                Depth = Math.Max(Depth, tree.Depth);
        }

        (Roots, Pairs, Heads) = (tree.Waiting, tree.Pairs, tree.Heads);
    }

    /// <summary>The whole batch.</summary>
    public ShareCut Cut { get; }

    /// <summary>The first share that is added here.</summary>
    public int First { get; }

    /// <summary>
    /// For each share that is added here, how many additions follow on it: to the sum on its left, then that to the one on the
    /// left of it, and so on.
    /// </summary>
    public int[] Additions { get; }

    /// <summary>
    /// The same as pairs of shares in their order: the second is added to the first, which then stands for both.
    /// </summary>
    public (int Into, int From)[] Pairs { get; }

    /// <summary>For each root the share that stands for it in the end.</summary>
    public int[] Heads { get; }

    /// <summary>
    /// The sums that are left, which wait for those of others; a single one where the whole batch is added here.
    /// </summary>
    public IReadOnlyList<TreeNode> Roots { get; }

    /// <summary>
    /// The most sums that wait at a time, where a share that has just been computed is added to its left at once.
    /// </summary>
    public int Depth { get; }

    /// <summary>From the gradients of one root to those of the next, in floats.</summary>
    public nint RootStep { get; }

    /// <summary>Shares that are added here.</summary>
    public int Shares => Additions.Length;

    /// <summary>The first group of the batch that is computed here.</summary>
    public int FirstGroup => Math.Min(First * Cut.GroupsPerShare, Cut.Groups);

    /// <summary>Groups that are computed here.</summary>
    public int Groups => Math.Min((First + Shares) * Cut.GroupsPerShare, Cut.Groups) - FirstGroup;

    /// <summary>Groups of a share, which is counted from the first one here.</summary>
    public int GroupsOf(int share) => Math.Min(Cut.GroupsPerShare, Groups - (share * Cut.GroupsPerShare));
}
