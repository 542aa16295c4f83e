using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Summation;

/// <summary>
/// How a batch is cut into shares, each of which one thread adds up on its own. The cut depends on the batch alone, not on the
/// number of threads or machines.
/// </summary>
/// <param name="Samples">Samples of the batch, at least 1.</param>
internal readonly record struct ShareCut(int Samples)
{
    private const int MaxShares = 64; // each has its sums in memory

    /// <summary>Groups of the batch.</summary>
    public int Groups => Lanes.Groups(Samples);

    /// <summary>Groups of a share; the last one may have fewer.</summary>
    public int GroupsPerShare => (Slices + MaxShares - 1) / MaxShares * Slice.MaxGroups;

    /// <summary>How many shares there are.</summary>
    public int Shares => (Groups + GroupsPerShare - 1) / GroupsPerShare;

    private int Slices => (Groups + Slice.MaxGroups - 1) / Slice.MaxGroups;

    /// <summary>The shares that one of several machines computes: neighbours, as many as others have, or one fewer.</summary>
    /// <param name="rank">Which machine.</param>
    /// <param name="ranks">How many there are.</param>
    /// <returns>The first share, and the one behind the last; none where there are fewer shares than machines.</returns>
    public (int First, int End) Of(int rank, int ranks) =>
        ((int)((long)rank * Shares / ranks), (int)((rank + 1L) * Shares / ranks));
}
