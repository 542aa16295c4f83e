using TorchBasics.Core.Recipes;
using TorchBasics.Lessons.Learning;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Tests.Managed.Lessons;

public sealed class MomentumLessonTests
{
    [Fact]
    public void The_closed_form_gives_the_first_places_as_by_hand()
    {
        var swing = new MomentumOscillator(Rate: 0.5, Momentum: 0.5); // v: 1, 1, 1/2; x: 1, 1/2, 0, -1/4

        Assert.Equal([1, 0.5, 0, -0.25], Enumerable.Range(0, 4).Select(step => swing.Place(step).Value));
    }

    [Theory]
    [InlineData(0.25, 1)]
    [InlineData(0.5625, 0)]
    [InlineData(0.875, -1)]
    public void The_engine_follows_the_closed_form_exactly_in_each_kind_of_damping(double momentum, int damping)
    {
        var swing = new MomentumOscillator(Rate: 0.0625, momentum);

        Assert.Equal(damping, swing.Damping);
        Assert.True(swing.IsExact(steps: 40));
    }

    [Fact]
    public void The_slope_is_the_derivative_of_the_height()
    {
        const double step = 1.0 / (1 << 12);
        const double third = 29; // the bound on the third derivative of the landscape is below it

        for (var x = Landscape.Left + step; x < Landscape.Right; x += 0.0625)
        {
            var difference = (Landscape.Height(x + step) - Landscape.Height(x - step)) / (2 * step);

            // Where the second derivative jumps by 1, the difference is wrong by at most step / 4.
            var bound = (third * step * step / 6) + (step / 4) + 1e-11;
            Assert.InRange(Landscape.Slope(new(x)).Value, difference - bound, difference + bound);
        }
    }

    [Fact]
    public void The_largest_curvature_is_that_of_the_deep_valley() =>
        Assert.InRange(Landscape.LargestCurvature, 3.2, 3.4); // 2 · 1.6 / 1^2 at 9, and the room of the grid

    [Fact]
    public void Plain_descent_ends_in_the_valley_on_whose_side_it_begins()
    {
        var left = LandscapeWalk.Of(OptimizerKind.Sgd, 0.05, 0, Landscape.Ridge - 0.1, 400);
        var right = LandscapeWalk.Of(OptimizerKind.Sgd, 0.05, 0, Landscape.Ridge + 0.1, 400);

        Assert.Equal((Region.Shallow, Region.Deep), (left.Region, right.Region));
    }

    [Fact]
    public void Energy_is_seen_to_rise_when_a_velocity_is_wrong()
    {
        var walk = LandscapeWalk.Of(OptimizerKind.Momentum, 0.05, 0.9, 0, 100);
        var places = walk.Places.ToList();
        places[30] = places[30] with { Velocity = new Float64(2 * places[30].Velocity.Value) };

        Assert.True(walk.LosesEnergy);
        Assert.False((walk with { Places = places }).LosesEnergy);
    }
}
