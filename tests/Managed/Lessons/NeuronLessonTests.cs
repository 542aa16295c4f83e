using TorchBasics.Core.Layers;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Course;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Tests.Managed.Lessons;

public class NeuronLessonTests
{
    public static TheoryData<string> Activations => [.. ActivationCurve.All.Keys];

    [Fact]
    public void EveryActivationOfTheProject_IsThere() => Assert.Equal(
        ActivationKind.All.Select(kind => kind.Name).Order(),
        ActivationCurve.All.Values.Select(activation => activation.Kind).Order());

    [Theory]
    [MemberData(nameof(Activations))]
    public void AllClaimsHold_ForEveryActivation(string word)
    {
        var lesson = new NeuronLesson();

        var run = lesson.Run(
            ParameterValues.Of(lesson.Parameters, [KeyValuePair.Create("activation", word)]), Language.English,
            new LessonContext(new LessonEngine()));

        Assert.True(run.Holds, string.Join('\n', run.Claims.Where(claim => !claim.Holds).Select(claim => claim.Text)));
    }

    [Fact]
    public void Sigmoid_HasTheKnownValuesAtOne()
    {
        var point = ActivationCurve.Of(new Sigmoid(), 1).Points[0];

        Assert.Equal(0.7310585786300049, point.Value, 1e-15); // 1 / (1 + 1/e)
        Assert.Equal(0.19661193324148185, point.Slope, 1e-15); // e / (1 + e)^2
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void AWrongSlope_IsFound(string word)
    {
        var curve = ActivationCurve.Over(ActivationCurve.All[word], -3, 3, 12);

        var wrong = curve with { Points = [.. curve.Points.Select(point => point with { Slope = point.Slope + 1e-12 })] };

        Assert.True(wrong.WorstShareOfBound() > 1);
    }
}
