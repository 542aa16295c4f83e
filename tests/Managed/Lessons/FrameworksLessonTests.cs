using TorchBasics.Core.Catalog;
using TorchBasics.Digits;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;

namespace TorchBasics.Tests.Managed.Lessons;

public class FrameworksLessonTests
{
    [Fact]
    public void CaffesNetwork_ReadsAsInPyTorch() => Assert.Equal(
        [
            "nn.Sequential(",
            "    nn.Conv2d(1, 20, 5),",
            "    nn.MaxPool2d(2, stride=2),",
            "    nn.Conv2d(20, 50, 5),",
            "    nn.MaxPool2d(2, stride=2),",
            "    nn.Flatten(),",
            "    nn.Linear(800, 500),",
            "    nn.ReLU(),",
            "    nn.Linear(500, 10),",
            ")",
        ],
        LayerCode.Of(CaffeLeNet.Architecture.Layers));

    [Fact]
    public void TheWayByKernels_IsTheWayByTheReference()
    {
        var model = ModelCatalog.Find("lenet5").Initial(seed: 1);
        var picture = new byte[DigitSamples.PixelCount];
        DigitSet.Test.Render(4, picture);

        var stages = KernelWalk.Of(model, picture);

        foreach (var (stage, expected) in stages.Zip(DigitWalk.Of(model, picture).Stages))
        {
            Assert.Equal(expected.Name, stage.Name);
            Assert.All(stage.Values.Index(), value => Assert.InRange(
                Math.Abs(value.Item - expected.After.Elements[value.Index].Value), 0,
                expected.Errors.Elements[value.Index].Value));
            Assert.InRange(stage.Share, 0, 1);
        }
    }

    [Theory]
    [InlineData("softmax-regression", "once")]
    [InlineData("tensorflow-tutorial", "largest")]
    public void ANetwork_AnswersOneOfTheQuestions(string network, string question)
    {
        var run = CourseRuns.Run(CourseCatalog.Find("frameworks"), Language.English, KeyValuePair.Create("network", network));

        Assert.True(run.Holds);
        Assert.Equal([question], run.Solved.Where(one => one.Value).Select(one => one.Key));
    }
}
