using TorchBasics.Lessons;
using TorchBasics.Lessons.Course;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Tests.Managed.Lessons;

public sealed class DepthLessonTests
{
    [Fact]
    public void A_network_of_each_depth_has_the_parameters_of_the_formula()
    {
        var study = new DepthStudy("tanh", IsScaled: false, Width: 12, Epochs: 1, Rate: 0.05, Seed: 1);

        Assert.Equal([730, 886, 1198, 1822, 3070], DepthStudy.Depths.Select(depth => study.Network(depth).ParameterCount));
    }

    [Fact]
    public void The_factor_that_a_layer_leaves_is_that_of_each_where_all_are_the_same()
    {
        var probe = new DepthProbe(0, [], [1, 2, 4, 8, 16], IsBounded: true, 0);

        Assert.Equal(0.5, probe.Kept, 1e-15);
    }

    [Fact]
    public void Units_of_relu_are_dead_as_a_whole_or_not_at_all()
    {
        var study = new DepthStudy("relu", IsScaled: false, Width: 4, Epochs: 1, Rate: 0.05, Seed: 1);

        var runs = study.Run(report: null);

        Assert.All(runs, run => Assert.Equal(0, (run.Start.Idle * 4 * run.Depth) % 1, 1e-9));
        Assert.Contains(runs, run => run.Start.Idle > 0);
    }

    [Fact]
    public void A_training_that_diverges_still_gives_a_page()
    {
        var lesson = new DepthLesson();
        var values = ParameterValues.Of(
            lesson.Parameters, [new("activation", "relu"), new("initialization", "scaled"), new("rate", "0.5")]);

        var run = lesson.Run(values, Language.English, new LessonContext(new LessonEngine()));

        Assert.True(run.Holds);
    }
}
