namespace TorchBasics.Benchmarks.Running;

/// <summary>What the machine did in the rounds of a contest, per second.</summary>
/// <param name="Peak">Additions and multiplications that stay in registers.</param>
/// <param name="MatrixProduct">Those of libtorch's matrix product.</param>
/// <param name="LastCache">Bytes read from the last cache.</param>
/// <param name="Memory">Bytes read from memory.</param>
/// <param name="WakeUps">Empty loops over all threads.</param>
internal sealed record MachineLimits(double Peak, double MatrixProduct, double LastCache, double Memory, double WakeUps)
{
    /// <summary>No machine.</summary>
    public static MachineLimits None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>
    /// Seconds that a step needs at least: the longer of its arithmetic and its traffic, as in a roofline. Samuel Williams,
    /// Andrew Waterman, David Patterson: Roofline, Communications of the ACM 52 (4), 2009.
    /// </summary>
    public double LeastSeconds(Contest contest) => Math.Max(contest.FlopsPerStep / Peak, contest.Traffic.Bytes / Rate(contest));

    /// <summary>Whether the traffic of a step is what it has to wait for.</summary>
    public bool IsBoundByTraffic(Contest contest) => contest.Traffic.Bytes / Rate(contest) > contest.FlopsPerStep / Peak;

    private double Rate(Contest contest) => contest.Traffic.Resident > CacheSizes.Last ? Memory : LastCache;
}
