using TorchBasics.Core.Errors;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Course;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Tests.Managed.Lessons;

public sealed class StepSizeLessonTests
{
    [Fact]
    public void A_step_on_the_parabola_multiplies_the_distance_by_the_same_number()
    {
        var walk = new Valley(IsFlat: false, Curvature: 2).Descend(rate: 0.25, start: 8, steps: 3);

        Assert.Equal([8, 4, 2, 1], walk.Places);
    }

    [Theory]
    [InlineData(0.25, "Slides")]
    [InlineData(0.5, "Arrives")]
    [InlineData(0.75, "SwingsIn")]
    [InlineData(1, "SwingsForEver")]
    [InlineData(1.25, "Diverges")]
    public void A_walk_on_the_parabola_moves_as_rate_times_curvature_says(double rate, string motion)
    {
        var walk = new Valley(IsFlat: false, Curvature: 2).Descend(rate, start: 3, steps: 20);

        Assert.Equal((motion, motion), (walk.Predicted.ToString(), walk.Seen.ToString()));
    }

    [Fact]
    public void Rounding_stays_within_its_bound_where_numbers_are_no_fractions_of_two()
    {
        var (bound, share) = new Valley(IsFlat: false, Curvature: 0.7).Descend(rate: 0.3, start: 2.3, steps: 30).Rounding();

        Assert.InRange(share, 0.01, 1);
        Assert.InRange(bound, 1e-18, 1e-15);
    }

    [Fact]
    public void Rounding_exceeds_its_bound_when_a_place_is_wrong_in_its_last_digits()
    {
        var walk = new Valley(IsFlat: false, Curvature: 0.7).Descend(rate: 0.3, start: 2.3, steps: 30);
        var wrong = walk with { Places = [.. walk.Places.Select((x, step) => step == 7 ? x * (1 + 1e-13) : x)] };

        Assert.True(wrong.Rounding().Share > 1);
    }

    [Fact]
    public void The_flat_curve_swings_for_ever_between_the_places_of_the_formula()
    {
        var valley = new Valley(IsFlat: true, Curvature: 1);

        var walk = valley.Descend(rate: 8, start: 1, steps: 4); // (1 + x^2)^2 = 8 / 2 at x = 1

        Assert.Equal(1, valley.Swing(8));
        Assert.Equal([1, -1, 1, -1, 1], walk.Places);
    }

    [Fact]
    public void A_start_at_the_lowest_point_is_refused()
    {
        var lesson = new StepSizeLesson();
        var values = ParameterValues.Of(lesson.Parameters, [new("start", "0")]);

        var error = Assert.ThrowsAny<TorchBasicsException>(() =>
            lesson.Run(values, Language.English, new LessonContext(new LessonEngine())));

        Assert.Equal(ErrorKind.Usage, error.Kind);
    }
}
