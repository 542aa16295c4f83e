using System.Text.Json;
using SkiaSharp;
using TorchBasics.Core;
using TorchBasics.Formats.Models;
using TorchBasics.Tests.Managed.Pictures;

namespace TorchBasics.Tests.Native.Cli;

public sealed class PictureFolderCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PictureFolderCommandTests()
    {
        foreach (var name in new[] { "across", "down" })
        {
            Directory.CreateDirectory(_folder[$"lines/{name}"]);
            for (var i = 0; i < 40; i++)
                Line($"lines/{name}/{i}.{(i % 2 == 0 ? "png" : "jpg")}", name == "across", 2 + (i % 20), 30 + i);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_network_learns_from_a_folder_and_everything_else_follows()
    {
        var record = Train("run", "--picture-size", "12x16", "--test-share", "0.3");

        var options = record.GetProperty("request").GetProperty("dataOptions");
        Assert.Equal(0.3, options.GetProperty("testShare").GetDouble());
        Assert.Equal(12, options.GetProperty("pictureSize").GetProperty("height").GetInt32());
        var model = ModelFile.Read(_folder["run/model.safetensors"]);
        Assert.Equal((PicturePreparation.Whole, "across", "down"), (model.Preparation, model.ClassNames[0], model.ClassNames[1]));
        Assert.Equal([1, 12, 16], model.Architecture.Input);

        var evaluation = CliProcess.Run(_folder.Path, "evaluate", "run", "--json").Json;
        Assert.Equal(
            record.GetProperty("test").GetProperty("accuracy").GetDouble(), evaluation.GetProperty("accuracy").GetDouble());
        Assert.InRange(evaluation.GetProperty("accuracy").GetDouble(), 0.9, 1);

        Line("new.png", across: true, 11, 77);
        var answer = CliProcess.Run(_folder.Path, "predict", "new.png", "--model", "run", "--json").Json
            .GetProperty("predictions")[0];
        Assert.Equal("across", answer.GetProperty("classes")[0].GetProperty("name").GetString());

        var check = CliProcess.Run(_folder.Path, "check", "--run", "run", "--steps", "2");
        Assert.True(check.Code == 0, check.Output);
        CliProcess.Run(_folder.Path, "export", "run", "-o", "lines.onnx").ShouldSucceed();
        CliProcess.Run(_folder.Path, "import", "lines.onnx", "-o", "back.safetensors").ShouldSucceed();
        Assert.Equal(PicturePreparation.Whole, ModelFile.Read(_folder["back.safetensors"]).Preparation);
    }

    [Fact]
    public void A_network_that_is_trained_further_takes_pictures_as_it_did()
    {
        Train("run", "--picture-size", "10");

        var record = CliProcess.Run(
            _folder.Path, "train", "run/model.safetensors", "--data", "lines", "--epochs", "1", "--batch-size", "16",
            "--output", "more", "--json").Json;

        Assert.Equal("completed", record.GetProperty("record").GetProperty("status").GetString(), ignoreCase: true);
        Assert.Equal([1, 10, 10], ModelFile.Read(_folder["more/model.safetensors"]).Architecture.Input);
    }

    [Fact]
    public void A_run_on_pictures_of_a_size_goes_on_where_it_stopped()
    {
        var request = Training.Runs.Digits("mlp") with
        {
            Data = _folder["lines"],
            DataOptions = new() { PictureSize = new(9, 11), Preparation = PicturePreparation.Whole },
            Threads = 1,
        };
        var whole = Training.Runs.Complete(request, _folder["whole"]);
        Training.Runs.StopAt(2, request, _folder["part"]);

        Assert.Equal(whole.WeightHash, Training.Runs.Continue(_folder["part"]).WeightHash);
    }

    [Fact]
    public void A_run_does_not_continue_when_a_picture_has_changed()
    {
        Train("run");
        Directory.Delete(_folder["run"], recursive: true);
        Training.Runs.StopAt(
            2, Training.Runs.Digits("mlp") with { Data = _folder["lines"], DataOptions = new() }, _folder["run"]);
        Line("lines/across/0.png", across: false, 9, 99);

        var result = CliProcess.Run(_folder.Path, "train", "--resume", "run");

        Assert.Equal(3, result.Code);
        Assert.Contains("is not the one this run started with", result.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_picture_leaves_no_run_behind()
    {
        File.WriteAllText(_folder["lines/down/7.jpg"], "no picture");

        var result = CliProcess.Run(_folder.Path, "train", "mlp", "--data", "lines", "--output", "run");

        Assert.Equal(3, result.Code);
        Assert.Contains("lines/down/7.jpg is not a picture", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void A_network_of_another_number_of_classes_is_refused()
    {
        var result = CliProcess.Run(_folder.Path, "train", "lenet5", "--data", "lines", "--output", "run");

        Assert.Equal(2, result.Code);
        Assert.Contains("lenet5 takes samples of shape [N, 1, 28, 28] and tells 10 classes apart; ", result.Error);
        Assert.Contains("and 2 classes", result.Error);
    }

    [Theory]
    [InlineData("--picture-size", "12x", "--picture-size got '12x'; expected rows and columns, such as 28 or 32x48.")]
    [InlineData("--preparation", "hole", "--preparation got 'hole'; expected one of whole, sign. Did you mean 'whole'?")]
    [InlineData("--test-share", "1", "The share of test samples is 1; expected a number between 0 and 1, such as 0.2.")]
    public void A_value_that_makes_no_sense_is_refused(string option, string value, string message)
    {
        var result = CliProcess.Run(_folder.Path, "train", "mlp", "--data", "lines", option, value);

        Assert.Equal(2, result.Code);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_show_draws_the_pictures_as_a_network_gets_them()
    {
        var lines = CliProcess.Run(_folder.Path, "data", "show", "lines", "--count", "1", "--picture-size", "8x12")
            .ShouldSucceed().Split('\n');

        Assert.Equal(6, lines.Length); // the class, two rows of pixels a line, and the end of the last
        Assert.Contains(lines[0], new[] { "across", "down" });
    }

    private JsonElement Train(string run, params string[] more) => CliProcess.Run(
        _folder.Path,
        ["train", "mlp", "--data", "lines", "--epochs", "6", "--batch-size", "16", "--output", run, "--json", .. more])
        .Json.GetProperty("record");

    private void Line(string path, bool across, int place, int grey) => PictureFiles.Draw(
        _folder[path],
        30,
        24,
        canvas =>
        {
            canvas.Clear(new SKColor((byte)grey, 0, 0));
            using var paint = new SKPaint { Color = SKColors.White, StrokeWidth = 4, IsAntialias = false };
            if (across)
                canvas.DrawLine(0, place, 30, place, paint);
            else
                canvas.DrawLine(place, 0, place, 24, paint);
        },
        path.EndsWith("jpg", StringComparison.Ordinal) ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png);
}
