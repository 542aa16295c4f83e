using TorchBasics.Core.Errors;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Course;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Tests.Managed.Lessons;

public class RegionsLessonTests
{
    private static readonly NeuronWeights X = new(1, 0, 0), Y = new(0, 1, 0), Diagonal = new(1, 1, 0);

    [Fact]
    public void OneLine_MakesTwoRegions() => Assert.Equal([0, 1], Regions(X));

    [Fact]
    public void ParallelLines_MakeOneRegionEach() => Assert.Equal([0, 1, 3], Regions(X, new(1, 0, -1)).Order());

    [Fact]
    public void CrossingLines_MakeFourRegions() => Assert.Equal([0, 1, 2, 3], Regions(X, Y));

    [Fact]
    public void ThreeLinesThroughOnePoint_MakeSixRegions() => Assert.Equal(6, Regions(X, Y, Diagonal).Count);

    [Fact]
    public void ThreeLinesInGeneralPosition_MakeSevenRegions() => Assert.Equal(7, Regions(X, Y, new(1, 1, -1)).Count);

    [Fact]
    public void ALineThatIsTheSameAgain_MakesNoRegion()
    {
        Assert.Equal([0, 3], Regions(X, new(2, 0, 0)));
        Assert.Equal([1, 2], Regions(X, new(-2, 0, 0)));
    }

    [Fact]
    public void CountByCuts_EqualsTheCombinations_ForRandomLines()
    {
        var random = new TorchBasics.Core.RandomGenerator(5);
        for (var k = 0; k < 50; k++)
        {
            NeuronWeights[] neurons = [.. Enumerable.Range(0, 1 + (k % 4)).Select(_ =>
                new NeuronWeights(1 + random.NextInt32(3), random.NextInt32(5) - 2, random.NextInt32(5) - 2))];

            var arrangement = LineArrangement.Of(neurons);

            Assert.Equal(arrangement.CountByCuts, arrangement.Regions.Count);
        }
    }

    [Fact]
    public void ANeuronWithoutWeights_IsRefused()
    {
        var error = Assert.ThrowsAny<TorchBasicsException>(() => Run(("lines", "0,0,1;1,0,0;1,0,0;1,0,0")));

        Assert.Equal("Neuron 1 has w1 = w2 = 0, which is no line. Give it a weight that is not 0.", error.Message);
    }

    [Fact]
    public void PointsOfOneClass_AreRefused()
    {
        var error = Assert.ThrowsAny<TorchBasicsException>(() => Run(("points", "0,0,1;0.5,0.5,1")));

        Assert.Equal(ErrorKind.Usage, error.Kind);
    }

    [Theory]
    [InlineData("perceptrons")]
    [InlineData("softmax")]
    public void WithoutAHiddenLayer_ClassesAreOnePiece(string learner) => Assert.True(Run(("learner", learner)).Holds);

    private static IReadOnlyList<int> Regions(params NeuronWeights[] neurons) => LineArrangement.Of(neurons).Regions;

    private static LessonRun Run(params (string Name, string Value)[] changes)
    {
        var lesson = new RegionsLesson();
        return lesson.Run(
            ParameterValues.Of(lesson.Parameters, changes.Select(change => KeyValuePair.Create(change.Name, change.Value))),
            Language.English, new LessonContext(new LessonEngine()));
    }
}
