using System.Runtime.InteropServices;

namespace TorchBasics.Training.Ranks;

/// <summary>How ranks divide samples of which each is measured on its own.</summary>
internal static class ShareOfRank
{
    /// <summary>The samples of this rank.</summary>
    /// <param name="count">Samples of all.</param>
    /// <param name="ranks">The ranks; null for this process alone.</param>
    /// <returns>The first, and the one behind the last; none where there are fewer samples than ranks.</returns>
    public static (int First, int End) Of(int count, RankGroup? ranks) =>
        ranks is null ? (0, count) : Of(count, ranks.Rank, ranks.Size);

    /// <summary>What the ranks have measured, one rank behind the other.</summary>
    /// <typeparam name="T">What a sample is measured by.</typeparam>
    /// <param name="own">Of this rank's samples.</param>
    /// <param name="count">Samples of all.</param>
    /// <param name="ranks">The ranks; null for this process alone.</param>
    public static T[] Join<T>(T[] own, int count, RankGroup? ranks)
        where T : unmanaged
    {
        if (ranks is null)
            return own;
        var most = (count + ranks.Size - 1) / ranks.Size;
        var padded = new T[most];
        own.CopyTo(padded, 0);
        var all = MemoryMarshal.Cast<byte, T>(ranks.Gather(MemoryMarshal.AsBytes(padded.AsSpan())));
        var joined = new T[count];
        for (var rank = 0; rank < ranks.Size; rank++)
        {
            var (first, end) = Of(count, rank, ranks.Size);
            all.Slice(rank * most, end - first).CopyTo(joined.AsSpan(first));
        }

        return joined;
    }

    /// <summary>Sums, number by number, of what the ranks have counted.</summary>
    /// <param name="own">Of this rank.</param>
    /// <param name="ranks">The ranks; null for this process alone.</param>
    public static double[] Sum(double[] own, RankGroup? ranks)
    {
        if (ranks is null)
            return own;
        var all = MemoryMarshal.Cast<byte, double>(ranks.Gather(MemoryMarshal.AsBytes(own.AsSpan())));
        var sums = new double[own.Length];
        for (var k = 0; k < all.Length; k++)
            sums[k % own.Length] += all[k];
        return sums;
    }

    private static (int First, int End) Of(int count, int rank, int ranks) =>
        ((int)((long)rank * count / ranks), (int)((rank + 1L) * count / ranks));
}
