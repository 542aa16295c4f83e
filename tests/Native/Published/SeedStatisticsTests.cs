using TorchBasics.Core.Catalog;
using TorchBasics.Core.Recipes;
using TorchBasics.Published;

namespace TorchBasics.Tests.Native.Published;

/// <summary>Mean, deviation and intervals, and what they say of a published value.</summary>
public sealed class SeedStatisticsTests
{
    // 1 to 5: mean 3, variance 10 / 4; the 97.5 % quantile of t for 4 degrees of freedom is 2.776.
    [Fact]
    public void Intervals_are_those_of_the_t_distribution()
    {
        var statistics = SeedStatistics.Of([1, 2, 3, 4, 5]);

        Assert.Equal(5, statistics.Count);
        Assert.Equal(3, statistics.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(2.5), statistics.Deviation, 1e-12);
        Assert.Equal(2.776 * Math.Sqrt(2.5 / 5), statistics.HalfWidth, 1e-12);
        Assert.Equal(2.776 * Math.Sqrt(2.5 * 6 / 5), statistics.NextHalfWidth, 1e-12);
    }

    // With 31 seeds, the most, the quantile is 2.042.
    [Fact]
    public void Up_to_31_seeds_have_a_quantile()
    {
        var statistics = SeedStatistics.Of([.. Enumerable.Range(0, SeedStatistics.Most).Select(seed => (double)seed)]);

        Assert.Equal(31, statistics.Count);
        Assert.Equal(2.042 * statistics.Deviation / Math.Sqrt(31), statistics.HalfWidth, 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => SeedStatistics.Of(new double[32]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeedStatistics.Of([1]));
    }

    // Errors 1.9, 2.0, 2.1: deviation 0.1, t 4.303: another seed lies within 2 ± 0.497.
    [Theory]
    [InlineData(2.0, 2.0, Verdict.Inside)]
    [InlineData(2.5, 2.5, Verdict.Inside)] // 2.45, which is printed as 2.5, is below 2.497
    [InlineData(2.6, 2.6, Verdict.Better)]
    [InlineData(1.5, 1.5, Verdict.Inside)]
    [InlineData(1.4, 1.4, Verdict.Worse)]
    [InlineData(1.0, 1.6, Verdict.Inside)]
    [InlineData(1.0, 1.4, Verdict.Worse)]
    [InlineData(2.6, 3.0, Verdict.Better)]
    public void A_published_value_is_inside_where_another_seed_might_give_it(double lowest, double highest, Verdict expected) =>
        Assert.Equal(expected, SeedStatistics.Of([1.9, 2.0, 2.1]).Compare(Row(lowest, highest)));

    [Theory]
    [InlineData(4.7, 4.7, 0.1, "4.7 %")]
    [InlineData(8, 8, 1, "8 %")]
    [InlineData(3.05, 3.05, 0.01, "3.05 %")]
    [InlineData(1.7, 2.1, 0.1, "1.7 to 2.1 %")]
    public void A_value_is_written_with_its_digits(double lowest, double highest, double digit, string expected) =>
        Assert.Equal(expected, (Row(lowest, highest) with { Digit = digit }).Published);

    private static PublishedRow Row(double lowest, double highest) => new()
    {
        Name = "somebody-2000/something",
        Result = "A result",
        Source = "A paper",
        IsChecked = true,
        Error = lowest,
        HighestError = highest,
        Digit = 0.1,
        Network = SoftmaxRegression.Architecture,
        Recipe = new TrainingRecipe { Data = "mnist", Epochs = 1, BatchSize = 1, LearningRate = 1 },
        Seeds = 3,
        Deviations = [],
    };
}
