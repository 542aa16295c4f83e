using CsCheck;
using TorchBasics.Benchmarks.Running;

namespace TorchBasics.Tests.Managed.Benchmarks;

public sealed class LogRatioTests
{
    private static readonly Gen<(double, double)[]> Pairs = Gen.Select(Gen.Double[0.1, 10], Gen.Double[0.1, 10]).Array[2, 40];

    // Two-sided 95 % points of Student's t, as in every printed table; R: qt(0.975, df).
    [Theory]
    [InlineData(1, 12.706, 0.001)]
    [InlineData(2, 4.303, 0.001)]
    [InlineData(3, 3.182, 0.01)]
    [InlineData(5, 2.571, 0.002)]
    [InlineData(9, 2.262, 0.001)]
    [InlineData(19, 2.093, 0.001)]
    [InlineData(29, 2.045, 0.001)]
    [InlineData(120, 1.980, 0.001)]
    public void Quantiles_are_those_of_the_table(int freedom, double expected, double tolerance) =>
        Assert.Equal(expected, LogRatio.Student975(freedom), tolerance);

    // Ratios e^1, e^2, e^3: mean of the logarithms 2, their deviation 1, t(2) = 4.3027, half width 4.3027 / sqrt(3) = 2.4841.
    [Fact]
    public void Mean_and_interval_follow_the_formula()
    {
        var ratio = LogRatio.Of([Math.Exp(1), Math.Exp(2), Math.Exp(3)], [1, 1, 1]);

        Assert.Equal(2, Math.Log(ratio.Mean), 1e-12);
        Assert.Equal(2 - 2.4841, Math.Log(ratio.Low), 1e-3);
        Assert.Equal(2 + 2.4841, Math.Log(ratio.High), 1e-3);
    }

    [Fact]
    public void A_factor_that_slows_a_whole_round_down_falls_out() => Pairs.Sample(pairs =>
    {
        var calm = LogRatio.Of([.. pairs.Select(pair => pair.Item1)], [.. pairs.Select(pair => pair.Item2)]);
        var noisy = LogRatio.Of(
            [.. pairs.Select((pair, round) => pair.Item1 * (round + 1))],
            [.. pairs.Select((pair, round) => pair.Item2 * (round + 1))]);

        Assert.Equal(calm.Mean, noisy.Mean, 1e-9 * calm.Mean);
        Assert.Equal(calm.High, noisy.High, 1e-9 * calm.High);
    });

    [Fact]
    public void The_inverse_ratio_has_the_inverse_interval() => Pairs.Sample(pairs =>
    {
        var ratio = LogRatio.Of([.. pairs.Select(pair => pair.Item1)], [.. pairs.Select(pair => pair.Item2)]);
        var inverse = LogRatio.Of([.. pairs.Select(pair => pair.Item2)], [.. pairs.Select(pair => pair.Item1)]);

        Assert.Equal(1, ratio.Mean * inverse.Mean, 1e-9);
        Assert.Equal(1, ratio.Low * inverse.High, 1e-9);
    });

    [Fact]
    public void Members_without_a_partner_are_refused()
    {
        Assert.Throws<ArgumentException>(() => LogRatio.Of([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => LogRatio.Of([], []));
    }
}
