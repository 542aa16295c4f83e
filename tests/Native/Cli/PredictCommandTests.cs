using SkiaSharp;
using TorchBasics.Digits;
using TorchBasics.Tests.Managed.Pictures;

namespace TorchBasics.Tests.Native.Cli;

public sealed class PredictCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PredictCommandTests()
    {
        var request = Training.Runs.Digits("softmax-regression", epochs: 3, samples: 2000);
        Training.Runs.Complete(request with { Options = request.Options with { CheckpointEvery = null } }, _folder["runs/one"]);
        var (images, labels) = DigitGenerator.Generate(seed: 1, first: 0, count: 1); // the first digit the model has learnt
        Label = labels[0];
        PictureFiles.Write(
            _folder["digit.png"], images.Values<byte>(), size: 100, margin: 10, onWhite: true, SKEncodedImageFormat.Png);
    }

    private int Label { get; }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_newest_run_answers_with_three_classes_and_their_probabilities()
    {
        var answer = CliProcess.Run(_folder.Path, "predict", "digit.png", "--json").Json.GetProperty("predictions")[0];

        var classes = answer.GetProperty("classes").EnumerateArray().ToList();
        var probabilities = classes.Select(ranked => ranked.GetProperty("probability").GetDouble()).ToList();
        Assert.Equal("digit.png", answer.GetProperty("file").GetString());
        Assert.Equal($"{Label}", classes[0].GetProperty("name").GetString());
        Assert.Equal(3, classes.Count);
        Assert.Equal(probabilities.OrderDescending(), probabilities);
        Assert.InRange(probabilities.Sum(), 0.3, 1);
    }

    [Fact]
    public void Show_draws_the_picture_as_the_network_sees_it()
    {
        var lines = CliProcess.Run(_folder.Path, "predict", "digit.png", "--model", "runs/one", "--show")
            .ShouldSucceed().Split('\n');

        Assert.StartsWith($"digit.png: {Label} ", lines[0], StringComparison.Ordinal);
        Assert.Equal(14, lines.Skip(1).Count(line => line.StartsWith("  ", StringComparison.Ordinal))); // two rows of pixels each
    }

    [Fact]
    public void The_probabilities_of_a_file_that_ends_in_a_softmax_are_those_of_its_run()
    {
        CliProcess.Run(_folder.Path, "export", "runs/one", "-o", "probabilities.onnx", "--softmax").ShouldSucceed();

        Assert.Equal(Largest("runs/one"), Largest("probabilities.onnx"), 5);

        double Largest(string model) => CliProcess.Run(_folder.Path, "predict", "digit.png", "--model", model, "--json").Json
            .GetProperty("predictions")[0].GetProperty("classes")[0].GetProperty("probability").GetDouble();
    }

    [Fact]
    public void A_file_that_is_no_picture_does_not_keep_the_others_from_being_answered()
    {
        File.WriteAllText(_folder["text.png"], "seven");
        File.WriteAllText(_folder["empty.png"], "");

        var result = CliProcess.Run(_folder.Path, "predict", "text.png", "digit.png", "empty.png", "missing.png", "--json");

        result.ShouldFail(3, "text.png is not a picture", "empty.png is empty", "missing.png does not exist");
        var answered = Assert.Single(result.Json.GetProperty("predictions").EnumerateArray());
        Assert.Equal("digit.png", answered.GetProperty("file").GetString());
    }

    [Fact]
    public void A_folder_stands_for_the_pictures_in_it_in_the_order_of_their_names()
    {
        Directory.CreateDirectory(_folder["new/deep"]);
        File.Copy(_folder["digit.png"], _folder["new/b.PNG"]);
        File.Copy(_folder["digit.png"], _folder["new/deep/a.png"]);
        File.WriteAllText(_folder["new/notes.txt"], "seven");
        Directory.CreateDirectory(_folder["nothing"]);

        var lines = CliProcess.Run(_folder.Path, "predict", "new", "--top", "2").ShouldSucceed().TrimEnd().Split('\n');

        Assert.Equal(["new/b.PNG", "new/deep/a.png"], lines.Select(line => line.Split(':')[0]));
        Assert.All(lines, line => Assert.Equal(2, line.Count(letter => letter == '%')));
        CliProcess.Run(_folder.Path, "predict", "nothing")
            .ShouldFail(3, "The folder nothing holds no picture; expected files that end in .png, .jpg, .jpeg");
    }
}
