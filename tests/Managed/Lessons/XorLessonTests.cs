using TorchBasics.Core.Catalog;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Course;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Tests.Managed.Lessons;

public class XorLessonTests
{
    [Fact]
    public void Turn_IsSineAndCosine_OfEveryDegree()
    {
        for (var degrees = -360; degrees <= 720; degrees++)
        {
            Assert.Equal(Math.Sin(degrees * Math.PI / 180), Turn.Sin(degrees), 1e-14);
            Assert.Equal(Math.Cos(degrees * Math.PI / 180), Turn.Cos(degrees), 1e-14);
        }

        Assert.Equal([0, 1, 0, -1], [Turn.Sin(0), Turn.Sin(90), Turn.Sin(180), Turn.Sin(270)]);
    }

    [Theory]
    [InlineData(180, true)]
    [InlineData(270, true)]
    [InlineData(0, false)]
    [InlineData(90, false)]
    public void Plane_IsALine_FromItsEdgesAlone(int degrees, bool isLine) =>
        Assert.Equal(isLine, Math.Abs(new SpaceDrawing(degrees).Facing(1, 1, -2)) < 1e-12);

    [Fact]
    public void EightHiddenUnits_LearnFromEverySeedTried()
    {
        for (ulong seed = 0; seed < 40; seed++)
        {
            var end = XorTraining.Run(XorMlp.Architecture, seed, rate: 0.05, steps: 200, stops: [200]).Stops[^1];

            Assert.Equal([0, 1, 1, 0], end.Answers);
        }
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("1.9", true)]
    [InlineData("0.9", false)]
    [InlineData("2", false)]
    public void HiddenThreshold_MayBeAnythingFromOneToBelowTwo(string threshold, bool isXor)
    {
        var lesson = new XorLesson();

        var run = lesson.Run(
            ParameterValues.Of(lesson.Parameters, [KeyValuePair.Create("t1", threshold)]), Language.English,
            new LessonContext(new LessonEngine()));

        var table = run.Body.OfType<TorchBasics.Lessons.Blocks.DataTable>().First();
        Assert.Equal(isXor, table.Rows.All(row => row[^1].Text.EndsWith('✓')));
        Assert.True(run.Holds);
    }
}
