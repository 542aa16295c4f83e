using TorchBasics.Core;
using static TorchSharp.torch;

namespace TorchBasics.Training.Data;

/// <summary>
/// The order in which an epoch visits the samples: a random permutation that depends on the seed and the epoch alone, the
/// same on every platform, so that a run can resume in the middle of an epoch.
/// </summary>
public static class EpochOrder
{
    /// <summary>The order of one epoch.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="epoch">Epoch, counted from 0.</param>
    /// <param name="count">Samples in the set; at least 1.</param>
    /// <returns>Each number from 0 to count - 1 once.</returns>
    public static long[] Permutation(ulong seed, int epoch, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var order = new long[count];
        Fill(seed, epoch, new RandomGenerator(0), order);
        return order;
    }

    /// <summary>The order of one epoch, without new memory.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="epoch">Epoch, counted from 0.</param>
    /// <param name="random">Any generator; it is started anew.</param>
    /// <param name="order">Gets each number from 0 to its length - 1 once.</param>
    internal static void Fill(ulong seed, int epoch, RandomGenerator random, Span<long> order)
    {
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        random.Restart(seed, "shuffle", (ulong)epoch);
        random.Shuffle(order);
    }

    /// <summary>The order of one epoch on a device: one copy per epoch, of which each step takes a narrow view.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="epoch">Epoch, counted from 0.</param>
    /// <param name="count">Samples in the set; at least 1.</param>
    /// <param name="device">Where the tensor lives.</param>
    /// <returns>Int64 [count]; it belongs to the current dispose scope.</returns>
    public static Tensor Upload(ulong seed, int epoch, int count, Device device) =>
        tensor(Permutation(seed, epoch, count), device: device);
}
