namespace TorchBasics.Benchmarks.Ranks;

/// <summary>
/// Who computes which shares of a batch, and how many sums each rank is left with: the rules of training, written down a second
/// time, so that the bytes they lead to can be held against those that were sent.
/// </summary>
/// <param name="Batch">Samples of the batch, at least 1.</param>
/// <param name="Ranks">How many processes there are, at least 1.</param>
internal readonly record struct ShareLayout(int Batch, int Ranks)
{
    /// <summary>Samples that a thread takes through the network at a time.</summary>
    public const int SliceSamples = 32;

    private const int MostShares = 64;

    /// <summary>Slices of the batch.</summary>
    public int Slices => (Batch + SliceSamples - 1) / SliceSamples;

    /// <summary>Slices of a share; the last one may have fewer.</summary>
    public int SlicesPerShare => (Slices + MostShares - 1) / MostShares;

    /// <summary>Shares of the batch.</summary>
    public int Shares => (Slices + SlicesPerShare - 1) / SlicesPerShare;

    /// <summary>The shares of a rank: the first, and the one behind the last.</summary>
    public (int First, int End) SharesOf(int rank) =>
        ((int)((long)rank * Shares / Ranks), (int)((rank + 1L) * Shares / Ranks));

    /// <summary>Slices of a rank.</summary>
    public int SlicesOf(int rank)
    {
        var (first, end) = SharesOf(rank);
        return Math.Min(end * SlicesPerShare, Slices) - Math.Min(first * SlicesPerShare, Slices);
    }

    /// <summary>Slices of the rank that has most.</summary>
    public int MostSlices()
    {
        var most = 0;
        for (var rank = 0; rank < Ranks; rank++)
            most = Math.Max(most, SlicesOf(rank));
        return most;
    }

    /// <summary>
    /// The sums that a rank is left with: the fewest whole subtrees of the binary tree over all shares that make up its own. The
    /// last subtree of each level may be cut short by the end.
    /// </summary>
    public int RootsOf(int rank)
    {
        var (first, end) = SharesOf(rank);
        var roots = 0;
        for (var next = first; next < end; roots++)
        {
            var leaves = 1;
            while (next % (2 * leaves) == 0 && leaves < Shares && Math.Min(next + (2 * leaves), Shares) <= end)
                leaves *= 2;
            next = Math.Min(next + leaves, Shares);
        }

        return roots;
    }

    /// <summary>Sums of all ranks together.</summary>
    public int AllRoots()
    {
        var all = 0;
        for (var rank = 0; rank < Ranks; rank++)
            all += RootsOf(rank);
        return all;
    }
}
