using SkiaSharp;
using TorchBasics.Digits;
using TorchBasics.Formats.Models;
using TorchBasics.Kernels.Inference;
using TorchBasics.Pictures;
using TorchBasics.Tests.Managed.Pictures;
using TorchBasics.Tests.Native.Training;

namespace TorchBasics.Tests.Native.Pictures;

public sealed class PictureClassifierTests : IDisposable
{
    private const int Count = 200;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_digit_is_told_the_same_from_a_picture_of_any_size_and_colour()
    {
        var request = Runs.Digits("mlp", epochs: 3, samples: 3000);
        Runs.Complete(request with { Options = request.Options with { CheckpointEvery = null } }, _folder["run"]);
        var trained = ModelFile.Read(_folder["run/model.safetensors"]);
        using var predictor = new Predictor(trained);
        var (images, _) = DigitGenerator.Generate(seed: 9, first: 0, Count);
        var agreed = 0;

        for (var n = 0; n < Count; n++)
        {
            var original = images.Values<byte>().Slice(n * 784, 784);
            PictureFiles.Write(
                _folder["p"],
                original,
                size: 29 + (7 * (n % 40)),
                margin: n % 11,
                onWhite: n % 2 == 0,
                n % 3 == 0 ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png);

            var direct = PictureClassifier.Rank(trained, predictor, new GreyPicture(28, 28, original.ToArray()))[0].Name;
            var fromFile = PictureClassifier.Rank(
                trained, predictor, DigitPreparation.Prepare(PictureFile.Read(_folder["p"]), "p"))[0].Name;
            agreed += direct == fromFile ? 1 : 0;
        }

        // Doubtful digits may tip over when they are blurred by scaling; a systematic error would tip most of them.
        Assert.InRange(agreed, Count * 95 / 100, Count);
    }

    [Fact]
    public void The_probabilities_of_all_classes_sum_to_1_also_for_a_network_that_ends_in_distances()
    {
        foreach (var model in new[] { "softmax-regression", "lenet5-original" })
        {
            var request = Runs.Digits(model, epochs: 1, samples: 64);
            Runs.Complete(request with { Options = request.Options with { CheckpointEvery = null } }, _folder[model]);
            var trained = ModelFile.Read(_folder[$"{model}/model.safetensors"]);
            using var predictor = new Predictor(trained);

            var ranked = PictureClassifier.Rank(trained, predictor, new GreyPicture(28, 28, new byte[784]));

            Assert.Equal(10, ranked.Count);
            Assert.Equal(1, ranked.Sum(entry => entry.Probability), 1e-9);
        }
    }
}
