namespace TorchBasics.Benchmarks.Ranks;

/// <summary>What one rank does to share one part of the gradients.</summary>
/// <param name="BytesSent">What leaves it.</param>
/// <param name="BytesReceived">What comes.</param>
/// <param name="Messages">What it sends and receives, counted in messages.</param>
/// <param name="Additions">Numbers that it adds to others.</param>
/// <param name="Rounds">How often everybody waits for everybody.</param>
internal readonly record struct PartTraffic(long BytesSent, long BytesReceived, int Messages, long Additions, int Rounds)
{
    private const int SmallFloats = 1 << 13;
    private const int Lanes = 16;

    /// <summary>Counts.</summary>
    /// <param name="layout">Who has how many sums.</param>
    /// <param name="floats">Numbers of the part.</param>
    /// <param name="rank">Whose traffic.</param>
    public static PartTraffic Of(ShareLayout layout, int floats, int rank)
    {
        var ranks = layout.Ranks;
        if (ranks == 1)
            return new(0, 0, 0, 0, 0);
        var (own, all) = (layout.RootsOf(rank), layout.AllRoots());
        var (others, peers) = (all - own, ranks - 1);
        if (ranks == 2 || floats <= SmallFloats) // each adds up everything
            return new(
                Bytes((long)own * peers * floats), Bytes((long)others * floats), (own * peers) + others,
                (long)(all - 1) * floats, Rounds: 1);

        // each adds up a slice for all, and tells them
        var slice = Slice(floats, rank, ranks);
        return new(
            Bytes(((long)own * (floats - slice)) + ((long)peers * slice)),
            Bytes(((long)others * slice) + (floats - slice)),
            (own * peers) + others + (2 * peers),
            (long)(all - 1) * slice,
            Rounds: 2);
    }

    private static long Bytes(long floats) => floats * sizeof(float);

    // Whole cache lines.
    private static int Slice(int floats, int rank, int ranks)
    {
        var lines = (floats + Lanes - 1) / Lanes;
        var (first, end) = ((int)((long)rank * lines / ranks), (int)((rank + 1L) * lines / ranks));
        return Math.Min(end * Lanes, floats) - (first * Lanes);
    }
}
