using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Layers;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Course;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Tests.Managed.Lessons;

public class NetworkLessonTests
{
    public static TheoryData<string> Models => [.. ModelCatalog.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void HandCount_EqualsTheSummary_OfEveryModel(string name)
    {
        var architecture = ModelCatalog.Find(name).Architecture;

        var counts = LayerCount.Of(architecture);

        Assert.Equal(
            architecture.Summarize().Select(row => (row.Parameters, row.MultiplyAdds, string.Join(' ', row.Output))),
            counts.Select(count => (count.Parameters, count.MultiplyAdds, string.Join(' ', count.Output))));
        Assert.Equal(architecture.Connections, counts.Sum(count => count.Connections));
    }

    [Fact]
    public void HandCount_EqualsTheSummary_OfLayersThatNoModelOfTheCatalogueHas()
    {
        var architecture = new Architecture(
            "all", [4, 9, 8],
            new Conv2d("depthwise", 4, 8, kernel: new Size2d(3, 2), stride: new Size2d(2, 1), padding: 1, dilation: 2, groups: 4),
            new BatchNorm2d("norm", 8),
            new Residual(new Conv2d("inner", 8, 8, kernel: 3, stride: 1, padding: 1), new Relu()),
            new GlobalAvgPool2d(), new Flatten(), new LogSoftmax());

        var counts = LayerCount.Of(architecture);

        Assert.Equal(
            architecture.Summarize().Select(row => (row.Parameters, row.MultiplyAdds, string.Join(' ', row.Output))),
            counts.Select(count => (count.Parameters, count.MultiplyAdds, string.Join(' ', count.Output))));
        Assert.Equal(architecture.Connections, counts.Sum(count => count.Connections));
    }

    [Fact]
    public void HandCount_GivesThePublishedNumbers_OfTheOriginalLeNet5()
    {
        var counts = LayerCount.Of(LeNet5Original.Architecture);

        // LeCun et al. 1998, section II.B: C1, S2, C3, S4, C5, F6.
        Assert.Equal([156, 12, 1516, 32, 48120, 10164], counts.Select(count => count.Parameters).Where(count => count > 0));
    }

    [Fact]
    public void Units_OfTheThresholdNetwork_ShowTheHiddenUnitFiring()
    {
        var columns = UnitNetwork.Columns(ReferenceNetwork.Of(ThresholdNetwork.Xor), 1, 1);

        Assert.Equal([1, 1, 1], columns[1].Units.Select(unit => unit.Value));
        Assert.Equal("h = step(1·1 + 1·1 - 1.5) = step(0.5) = 1", columns[1].Units[2].Formula(columns[0].Units));
        Assert.Equal("y = step(1·1 + 1·1 - 2·1 - 0.5) = step(-0.5) = 0", columns[2].Units[0].Formula(columns[1].Units));
    }

    [Fact]
    public void Drawing_LeavesOutTheMiddle_OfALongColumn()
    {
        Assert.Equal([0, 1, 2, -1, 297, 298, 299], NetworkDrawing.Shown(300));
        Assert.Equal([0, 1, 2, 3], NetworkDrawing.Shown(4));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void AllClaimsHold_ForEveryModel(string name)
    {
        var lesson = new NetworkLesson();

        var run = lesson.Run(
            ParameterValues.Of(lesson.Parameters, [KeyValuePair.Create("model", name)]), Language.English,
            new LessonContext(new LessonEngine()));

        Assert.True(run.Holds);
    }
}
