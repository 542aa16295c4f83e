using SkiaSharp;
using TorchBasics.Core;
using TorchBasics.Digits;
using TorchBasics.Formats.Models;
using TorchBasics.Kernels.Inference;
using TorchBasics.Pictures;
using TorchBasics.Tests.Managed.Pictures;

namespace TorchBasics.Tests.Native.Cli;

public sealed class DeskewCommandTests : IDisposable
{
    private static readonly string[] Training =
    [
        "train", "softmax-regression", "--data", "digits", "--train-limit", "1000", "--test-limit", "200", "--epochs", "3",
        "--device", "cpu", "--output", "run", "--deskew", "--shift", "1",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_trained_on_deskewed_pictures_is_evaluated_and_asked_on_deskewed_pictures()
    {
        var trained = CliProcess.Run(_folder.Path, [.. Training, "--json"]).Json.GetProperty("record").GetProperty("test");
        var (images, _) = DigitGenerator.Generate(seed: 2, first: 3, count: 1);
        PictureFiles.Write(
            _folder["digit.png"], images.Values<byte>(), size: 100, margin: 10, onWhite: true, SKEncodedImageFormat.Png);

        var evaluated = CliProcess.Run(_folder.Path, "evaluate", "run", "--test-limit", "200", "--json").Json;
        var asked = CliProcess.Run(_folder.Path, "predict", "digit.png", "--model", "run", "--json").Json
            .GetProperty("predictions")[0];

        Assert.Equal(trained.GetProperty("accuracy").GetDouble(), evaluated.GetProperty("accuracy").GetDouble());
        var (model, path) = (ModelFile.Read(_folder["run/model.safetensors"]), _folder["digit.png"]);
        var picture = DigitPreparation.Prepare(PictureFile.Read(path), path).Pixels;
        using var predictor = new Predictor(model);
        var expected = ClassRanking.Of(
            model, predictor, model.Normalization.Apply(Deskewing.Apply(picture, [1, 28, 28]), [1, 28, 28]));
        Assert.Equal(
            expected[0].Probability, asked.GetProperty("classes")[0].GetProperty("probability").GetDouble(), 12);
        Assert.NotEqual(
            expected[0].Probability,
            ClassRanking.Of(model, predictor, model.Normalization.Apply(picture, [1, 28, 28]))[0].Probability,
            6);
    }

    [Fact]
    public void A_file_for_other_programs_says_that_the_deskewing_is_not_in_it()
    {
        CliProcess.Run(_folder.Path, Training).ShouldSucceed();

        foreach (var file in new[] { "m.onnx", "m.pt", "m.npz" })
        {
            var result = CliProcess.Run(_folder.Path, "export", "run", "-o", file);

            result.ShouldSucceed();
            Assert.Contains("learnt from deskewed pictures, and the deskewing is not in the file", result.Error);
        }

        Assert.Contains("is not in the file", CliProcess.Run(
            _folder.Path, "export", "run", "-o", "raw.onnx", "--include-preprocessing").Error);
        CliProcess.Run(_folder.Path, "import", "m.onnx", "-o", "back.safetensors").ShouldSucceed();
        Assert.True(ModelFile.Read(_folder["back.safetensors"]).IsDeskewed);
    }

    [Fact]
    public void The_check_of_the_run_finds_nothing_wrong()
    {
        CliProcess.Run(_folder.Path, Training).ShouldSucceed();

        CliProcess.Run(_folder.Path, "check", "--run", "run").ShouldSucceed();
    }

    [Fact]
    public void Rows_of_numbers_cannot_be_deskewed() =>
        CliProcess.Run(_folder.Path, "train", "xor-mlp", "--deskew")
            .ShouldFail(2, "Deskewing shears pictures", "xor has samples [N, 2]");
}
