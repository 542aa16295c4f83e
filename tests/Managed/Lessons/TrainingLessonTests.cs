using TorchBasics.Formats.Models;
using TorchBasics.Formats.Onnx;
using TorchBasics.Formats.SafeTensors;
using TorchBasics.Lessons;

namespace TorchBasics.Tests.Managed.Lessons;

public class TrainingLessonTests
{
    [Fact]
    public void TheFiles_HoldTheTrainedNetwork()
    {
        var files = CourseRuns.Default("training", Language.English).Downloads.ToDictionary(file => file.FileName);

        var model = ModelFile.Of("digits", SafeTensorsFile.Parse("digits", files["digits.safetensors"].Content()));
        var graph = OnnxFile.ParseModel("digits", files["digits.onnx"].Content()).Graph;

        Assert.Equal("small", model.Architecture.Name);
        Assert.Equal(2202, model.Architecture.ParameterCount);
        Assert.Contains(graph.Initializers, array => array.Bytes.Span.SequenceEqual(model.Weights[0].Bytes.Span));
    }

    [Fact]
    public void AFileFromTheEnd_GoesOnWhereItEnded_AndAnswersNoQuestion()
    {
        var lesson = CourseCatalog.Find("training");
        var first = CourseRuns.Default("training", Language.English);
        var file = CourseRuns.Context.Files.Add(first.Downloads[0].Content());

        var second = CourseRuns.Run(lesson, Language.English, KeyValuePair.Create("model", file));
        var other = CourseRuns.Run(
            lesson, Language.English, KeyValuePair.Create("model", file), KeyValuePair.Create("rate", "1"));

        Assert.NotEqual(first.Hash, second.Hash);
        Assert.Equal(["loss", "layers", "file"], second.Claims.Select(claim => claim.Key));
        Assert.True(second.Holds);
        Assert.DoesNotContain(true, other.Solved.Values);
    }

    [Fact]
    public void ARateThatIsTooLarge_StillGivesAPage_WithTheClaimsThatCanBeMade()
    {
        var run = CourseRuns.Run(
            CourseCatalog.Find("training"), Language.English, KeyValuePair.Create("rate", "1"),
            KeyValuePair.Create("steps", "30"));

        Assert.Equal(["loss", "layers", "file"], run.Claims.Select(claim => claim.Key));
        Assert.True(run.Solved["fails"]);
    }
}
