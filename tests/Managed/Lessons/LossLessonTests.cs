using TorchBasics.Lessons;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Learning;

namespace TorchBasics.Tests.Managed.Lessons;

public sealed class LossLessonTests
{
    private const double Unit = 1.0 / (1L << 53);

    [Fact]
    public void At_one_half_the_slopes_are_a_quarter_and_a_half()
    {
        var slope = LossSlope.At(0);

        Assert.Equal((0.5, -0.25, -0.5), (slope.Output, slope.Squared, slope.Entropy)); // 2 (-1/2) (1/2) (1/2), and 1/2 - 1
        Assert.Equal(0, slope.Disagreement);
    }

    [Fact]
    public void Three_ways_find_the_same_slopes() =>
        Assert.All(LossSlope.Over(30, 0.25), slope => Assert.InRange(slope.Disagreement, 0, 16 * Unit));

    [Fact]
    public void The_steepest_place_of_the_squared_error_is_at_one_third() =>
        // d/dy of (1 - y)^2 y is 0 at y = 1/3, which is z = -ln 2: -2 (4/9) (1/3) = -8/27
        Assert.Equal(-8.0 / 27, LossSlope.At(-Math.Log(2)).Squared, 16 * Unit);

    [Fact]
    public void Logits_have_equal_distances_from_end_to_end() =>
        Assert.Equal([-1, -0.5, 0, 0.5, 1], LossSlope.Over(1, 0.5).Select(slope => slope.Logit));

    [Fact]
    public void Without_a_step_all_three_stay_where_they_began()
    {
        var run = CourseRuns.Run(CourseCatalog.Find("loss"), Language.English, KeyValuePair.Create("rate", "0"));

        Assert.All(Distances(run), distance => Assert.Equal("0", distance));
    }

    [Fact]
    public void From_a_certain_wrong_start_the_squared_error_of_a_softmax_hardly_moves()
    {
        var run = CourseRuns.Run(CourseCatalog.Find("loss"), Language.English, KeyValuePair.Create("bias", "20"));

        // e^-20 is 2e-9: 160 steps of a rate of 1 with slopes below 100 times that stay below 1e-4.
        Assert.InRange(double.Parse(Distances(run).ElementAt(1)), 0, 1e-4);
        Assert.InRange(double.Parse(Distances(run).ElementAt(2)), 1, 100);
    }

    // How far each training moved from the start: the last column of the first table.
    private static IEnumerable<string> Distances(LessonRun run) =>
        BlockTexts.Flat(run.Body).OfType<DataTable>().First().Rows.Select(row => row[^1].Text);
}
