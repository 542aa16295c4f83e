using CsCheck;
using TorchBasics.Training.Metrics;

namespace TorchBasics.Tests.Native.Training.Metrics;

public class RegressionFiguresTests
{
    // scikit-learn's documentation of r2_score has this example, with 0.948 (sum of squared errors 1.5, spread 29.1875).
    [Fact]
    public void One_target_has_the_figures_of_scikit_learn()
    {
        var figures = RegressionFigures.Of(["y"], [2.5, 0, 2, 8], [3, -0.5f, 2, 7]);

        Assert.Equal(4, figures.Samples);
        Assert.Equal(1 - (1.5 / 29.1875), figures.RSquared, 12);
        Assert.Equal(Math.Sqrt(1.5 / 4), figures.Rmse, 12);
    }

    // Two targets by hand. First: errors 0.25 + 0 + 1, mean 13/6, spread 217/6. Second: errors 3, mean -4/3, spread 98/3.
    [Fact]
    public void Several_targets_are_averaged_with_equal_weights()
    {
        var figures = RegressionFigures.Of(["a", "b"], [0, 2, -1, 2, 8, -5], [0.5f, 1, -1, 1, 7, -6]);

        Assert.Equal(1 - (1.25 * 6 / 217), figures.Targets[0].RSquared, 12);
        Assert.Equal(1 - (3 * 3 / 98.0), figures.Targets[1].RSquared, 12);
        Assert.Equal(Math.Sqrt(1.25 / 3), figures.Targets[0].Rmse, 12);
        Assert.Equal(1, figures.Targets[1].Rmse, 12);
        Assert.Equal((figures.Targets[0].RSquared + figures.Targets[1].RSquared) / 2, figures.RSquared, 12);
        Assert.Equal((figures.Targets[0].Rmse + figures.Targets[1].Rmse) / 2, figures.Rmse, 12);
        Assert.Equal(["a", "b"], figures.Targets.Select(target => target.Name));
    }

    [Theory]
    [InlineData(4, 4, 1)]
    [InlineData(4, 5, 0)]
    public void A_target_that_never_changes_is_explained_or_not(double answer, float second, double expected)
    {
        var figures = RegressionFigures.Of(["y"], [answer, answer], [second, second]);

        Assert.Equal(expected, figures.RSquared);
    }

    [Fact]
    public void The_mean_as_every_answer_explains_nothing_whatever_the_targets() =>
        Gen.Float[-1000, 1000].Array[2, 20].Where(targets => targets.Distinct().Count() > 1).Sample(targets =>
        {
            var mean = targets.Average(target => (double)target);

            var figures = RegressionFigures.Of(["y"], Enumerable.Repeat(mean, targets.Length).ToArray(), targets);

            Assert.Equal(0, figures.RSquared, 9);
            Assert.Equal(1, RegressionFigures.Of(["y"], Array.ConvertAll(targets, target => (double)target), targets).RSquared);
        });
}
