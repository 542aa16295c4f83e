using TorchBasics.Benchmarks.Running;

namespace TorchBasics.Tests.Managed.Benchmarks;

/// <summary>A machine of 100 operations, 10 bytes from the last cache and 1 byte from memory a second.</summary>
public sealed class MachineLimitsTests
{
    private static readonly MachineLimits Machine = new(Peak: 100, MatrixProduct: 80, LastCache: 10, Memory: 1, WakeUps: 1000);

    [Fact]
    public void Much_arithmetic_on_few_bytes_is_bound_by_the_peak()
    {
        var contest = Contest(flops: 1000, new(Bytes: 50, Resident: 50));

        Assert.Equal(10, Machine.LeastSeconds(contest));
        Assert.False(Machine.IsBoundByTraffic(contest));
    }

    [Fact]
    public void Little_arithmetic_on_many_bytes_is_bound_by_the_cache()
    {
        var contest = Contest(flops: 100, new(Bytes: 50, Resident: 50));

        Assert.Equal(5, Machine.LeastSeconds(contest));
        Assert.True(Machine.IsBoundByTraffic(contest));
    }

    [Fact]
    public void What_no_cache_holds_comes_from_memory() =>
        Assert.Equal(50, Machine.LeastSeconds(Contest(flops: 100, new(Bytes: 50, Resident: CacheSizes.Last + 1))));

    private static Contest Contest(long flops, Traffic traffic) =>
        new("test", "a test", Threads: 1, SamplesPerStep: 1, flops, Tolerance: 0, []) { Traffic = traffic };
}
