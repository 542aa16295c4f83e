using TorchBasics.Core.Recipes;

namespace TorchBasics.Tests.Managed.Core.Recipes;

public class AugmentationTests
{
    [Fact]
    public void Nothing_is_distorted_unless_something_is_set()
    {
        Assert.True(new Augmentation().IsNone);
        Assert.False(new Augmentation { Shift = 1 }.IsNone);
        Assert.False(new Augmentation { Rotation = 1 }.IsNone);
        Assert.False(new Augmentation { Scale = 0.1 }.IsNone);
        Assert.False(new Augmentation { Squeeze = 0.1 }.IsNone);
        Assert.False(new Augmentation { Shear = 0.1 }.IsNone);
        Assert.False(new Augmentation { Elastic = 1 }.IsNone);
        Assert.True(new Augmentation { ElasticSigma = 6 }.IsNone);
    }

    // numpy 1.24: g = exp(-arange(-80, 81)^2 / (2 s^2)), w = outer(g, g) / g.sum()^2, alpha * sqrt((w^2).sum() / 3).
    [Theory]
    [InlineData(34, 4, 1.3843737837249401)]
    [InlineData(8, 1, 1.3030748022164667)]
    [InlineData(38, 6, 1.0314941917950535)]
    public void The_alpha_of_a_paper_becomes_the_deviation_of_a_pixel(double alpha, double sigma, double deviation) =>
        Assert.Equal(
            deviation,
            Augmentation.ElasticDeviation(alpha, sigma),
            deviation * ((2 * Math.Exp(-Math.PI * Math.PI * sigma * sigma)) + 1e-14)); // Poisson's sum, and rounding

    [Theory]
    [InlineData(-1, 4, "alpha")]
    [InlineData(double.NaN, 4, "alpha")]
    [InlineData(34, 0.5, "sigma")]
    [InlineData(34, double.PositiveInfinity, "sigma")]
    public void A_deviation_of_numbers_out_of_range_is_refused(double alpha, double sigma, string name) =>
        Assert.Equal(
            name, Assert.Throws<ArgumentOutOfRangeException>(() => Augmentation.ElasticDeviation(alpha, sigma)).ParamName);
}
