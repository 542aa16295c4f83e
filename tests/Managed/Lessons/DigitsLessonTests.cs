using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Digits;
using TorchBasics.Formats.Models;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Learning;

namespace TorchBasics.Tests.Managed.Lessons;

public class DigitsLessonTests
{
    [Theory]
    [InlineData("conv1", 5, 0, 27)]
    [InlineData("pool1", 3, 13, 0)]
    [InlineData("conv2", 15, 9, 4)]
    [InlineData("pool2", 0, 2, 2)]
    [InlineData("fc1", 119, 0, 0)]
    [InlineData("fc3", 9, 0, 0)]
    public void WindowOfANumber_GivesTheNumberOfTheWholeLayer(string layer, int channel, int row, int column)
    {
        var stage = Walk().Stages.First(one => one.Name == layer);

        var element = WalkElement.Of(stage, channel, row, column);

        Assert.Equal(stage.At(channel, row, column), element.Result, element.Allowed);
        Assert.Equal(stage.At(channel, row, column), element.ByHand, element.Allowed);
    }

    [Fact]
    public void IndicesBeyondALayer_BecomeItsLastOnes()
    {
        var element = WalkElement.Of(Walk().Stages[3], channel: 100, row: 27, column: 27);

        Assert.Equal("pool2[15, 4, 4]", element.Name);
        Assert.Equal((8, 8), element.Corner);
    }

    [Fact]
    public void Kernels_StayWithinTheBoundOfTheWay()
    {
        var picture = new byte[DigitSamples.PixelCount];
        DigitSet.Test.Render(4, picture);
        var last = Walk().Stages[^1];

        var outputs = DigitLearning.Outputs(ModelCatalog.Find("lenet5").Initial(seed: 1), new(picture, [0]));

        Assert.All(outputs.Index(), output => Assert.InRange(
            Math.Abs(output.Item - last.After.Elements[output.Index].Value), 0, last.Errors.Elements[output.Index].Value));
    }

    [Fact]
    public void ADrawing_IsCentred_AndFillsTwentyPixels()
    {
        var drawing = new byte[DigitSamples.PixelCount];
        for (var row = 1; row <= 5; row++)
            for (var column = 2; column <= 3; column++)
                drawing[(row * 28) + column] = 255;

        var picture = CentredDrawing.Of(drawing);

        var ink = Enumerable.Range(0, picture.Length).Where(k => picture[k] > 0).ToList();
        Assert.Equal((4, 23), (ink.Min(k => k / 28), ink.Max(k => k / 28)));
        Assert.Equal((10, 17), (ink.Min(k => k % 28), ink.Max(k => k % 28)));
    }

    [Fact]
    public void EmptyPaper_StaysAsItIs()
    {
        var drawing = new byte[DigitSamples.PixelCount];

        Assert.Same(drawing, CentredDrawing.Of(drawing));
    }

    [Fact]
    public void AModelFile_TakesTheLessonsPlace_AndIsComparedWithNothing()
    {
        var same = Run(CourseRuns.Context.Networks.Get("lenet5"));
        var other = Run(ModelCatalog.Find("lenet5").Initial(seed: 5));
        var own = CourseRuns.Default("digits", Language.English);

        Assert.Equal(own.Hash, same.Hash);
        Assert.NotEqual(own.Hash, other.Hash);
        Assert.Equal(["sizes", "window", "kernels"], other.Claims.Select(claim => claim.Key));
        Assert.True(other.Holds);

        static LessonRun Run(Model model) => CourseRuns.Run(
            CourseCatalog.Find("digits"), Language.English,
            KeyValuePair.Create("model", CourseRuns.Context.Files.Add(ModelFile.ToBytes(model))));
    }

    [Fact]
    public void ANetworkThatNobodyTrains_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => new TrainedNetworks().Get("caffe-lenet"));

    private static DigitWalk Walk()
    {
        var picture = new byte[DigitSamples.PixelCount];
        DigitSet.Test.Render(4, picture);
        return DigitWalk.Of(ModelCatalog.Find("lenet5").Initial(seed: 1), picture);
    }
}
