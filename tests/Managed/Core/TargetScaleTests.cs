using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Tests.Managed.Core;

public class TargetScaleTests
{
    private static readonly TargetScale Scale = new(["price", "area"], [100, -2], [50, 0.5]);

    [Fact]
    public void An_output_stands_for_the_mean_and_so_many_deviations()
    {
        Assert.Equal(175, Scale.Value(0, 1.5));
        Assert.Equal(-2.25, Scale.Value(1, -0.5));
        Assert.Equal(1.5f, Scale.Output(0, 175));
        Assert.Equal(-0.5f, Scale.Output(1, -2.25));
    }

    [Fact]
    public void Equal_scales_are_equal()
    {
        Assert.Equal(Scale, new TargetScale(["price", "area"], [100, -2], [50, 0.5]));
        Assert.NotEqual(Scale, new TargetScale(["price", "area"], [100, -2], [50, 0.25]));
    }

    [Theory]
    [InlineData(new[] { 1.0 }, new[] { 1.0, 1 })]
    [InlineData(new[] { 1.0, double.NaN }, new[] { 1.0, 1 })]
    [InlineData(new[] { 1.0, 1 }, new[] { 1.0, 0 })]
    [InlineData(new[] { 1.0, 1 }, new[] { 1.0, -1 })]
    [InlineData(new[] { 1.0, 1 }, new[] { 1.0, double.PositiveInfinity })]
    [InlineData(new double[0], new double[0])]
    public void Numbers_that_are_no_scale_are_refused(double[] means, double[] deviations)
    {
        var error = Assert.Throws<TorchBasicsException>(() => new TargetScale(["a", "b"], means, deviations));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Equal(
            $"The scale of targets has 2 names, {means.Length} means and {deviations.Length} deviations; "
            + "expected the same number of each, at least 1, all finite, and deviations above 0.",
            error.Message);
    }

    [Fact]
    public void A_model_has_as_many_targets_as_outputs()
    {
        var architecture = new Architecture("line", [3], new Linear("fc1", 3, 1));
        var model = new Model(architecture, WeightInitializer.Draw(architecture, seed: 1));

        var error = Assert.Throws<TorchBasicsException>(() => model with { Targets = Scale });

        Assert.Equal("There are 2 targets; line returns [N, 1].", error.Message);
    }
}
