using CsCheck;
using TorchBasics.Training.Metrics;

namespace TorchBasics.Tests.Native.Training.Metrics;

public class WilsonIntervalTests
{
    // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998, table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Gives_the_published_intervals(long successes, long trials, double low, double high)
    {
        var interval = WilsonInterval.Of(successes, trials);

        Assert.Equal(low, interval.Low, 0.00005);
        Assert.Equal(high, interval.High, 0.00005);
    }

    // The ends p solve n (p^ - p)^2 = z^2 p (1 - p): put back into the equation that defines them, with z from tables.
    [Theory]
    [InlineData(9920, 10000, 0.95, 1.959963984540054)]
    [InlineData(9946, 10000, 0.99, 2.575829303548901)]
    [InlineData(37, 50, 0.90, 1.6448536269514722)]
    [InlineData(5, 7, 0.999, 3.2905267314918945)]
    [InlineData(5, 7, 0.5, 0.6744897501960817)]
    public void Both_ends_solve_the_equation_of_the_score_test(long successes, long trials, double confidence, double z)
    {
        var interval = WilsonInterval.Of(successes, trials, confidence);

        Assert.True(interval.Low < (double)successes / trials && (double)successes / trials < interval.High);
        foreach (var p in (double[])[interval.Low, interval.High])
        {
            var deviation = ((double)successes / trials) - p;
            Assert.Equal(z, Math.Abs(deviation) / Math.Sqrt(p * (1 - p) / trials), 1e-9);
        }
    }

    [Fact]
    public void Without_trials_nothing_is_known() => Assert.Equal(new WilsonInterval(0, 1), WilsonInterval.Of(0, 0));

    [Fact]
    public void Stays_inside_0_and_1_and_holds_the_share_seen() =>
        Gen.Select(Gen.Long[1, 1_000_000], Gen.Double[0, 1], Gen.Double[0.01, 0.9999]).Sample((trials, share, confidence) =>
        {
            var successes = (long)(share * trials);
            var interval = WilsonInterval.Of(successes, trials, confidence);
            var seen = (double)successes / trials;
            return interval.Low >= 0 && interval.Low <= seen && seen <= interval.High && interval.High <= 1;
        });

    [Fact]
    public void All_or_nothing_ends_exactly_at_1_or_0()
    {
        Assert.Equal(1, WilsonInterval.Of(10, 10).High);
        Assert.Equal(0, WilsonInterval.Of(0, 10).Low);
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(double.NaN)]
    public void A_confidence_outside_its_range_is_refused(double confidence) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(1, 2, confidence));

    [Fact]
    public void More_successes_than_trials_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(3, 2));
}
