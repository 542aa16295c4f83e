using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Formats.Idx;
using TorchBasics.Formats.Models;
using TorchBasics.Formats.Npz;
using TorchBasics.Kernels.Inference;
using TorchBasics.Tests.Managed.Formats;

namespace TorchBasics.Tests.Managed.Samples;

/// <summary>The sample that is compiled ahead of time, where it has been published.</summary>
public sealed class PredictAheadOfTimeTests : IDisposable
{
    private const int Images = 10;
    private const long MostBytes = 10_000_000;

    private static readonly Architecture LeNet5 = TorchBasics.Core.Catalog.LeNet5.Architecture;

    private static readonly Architecture Smooth = new("smooth", [1, 28, 28],
        new Conv2d("conv1", 1, 4, kernel: 5, stride: 1, padding: 0), new Tanh(),
        new AvgPool2d(kernel: 2, stride: 2, padding: 0, ceilMode: false, countIncludePad: true),
        new Flatten(), new Linear("fc1", 576, 20), new Sigmoid(), new Linear("fc2", 20, 10), new Softmax());

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Cases => new()
    {
        { nameof(LeNet5), "images.idx" },
        { nameof(LeNet5), "images.npz" },
        { nameof(Smooth), "images.idx" },
    };

    private string ModelPath => _folder.File("model.safetensors");

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Its_probabilities_are_those_of_the_predictor_to_the_last_bit(string network, string images)
    {
        var architecture = network == nameof(LeNet5) ? LeNet5 : Smooth;
        var model = new Model(architecture, WeightInitializer.Draw(architecture, seed: 1))
        {
            Normalization = Normalization.FromMean(0.1307, 0.3081)
        };
        ModelFile.Write(ModelPath, model);
        var pixels = NamedArray.Of<byte>("images", [Images, 28, 28], Pixels());
        if (images.EndsWith(".npz", StringComparison.Ordinal))
            NpzFile.Write(_folder.File(images), [pixels]);
        else
            IdxFile.Write(_folder.File(images), pixels, compress: true);

        var (code, output, errors) = await PublishedSample.Run("predict-aot", ModelPath, _folder.File(images));

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(Answers(model, pixels.Bytes), output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_file_that_is_missing_is_named()
    {
        var (code, output, errors) = await PublishedSample.Run("predict-aot", ModelPath, "images");

        Assert.Equal(((int)ErrorKind.Data, ""), (code, output));
        Assert.Equal($"error: {ModelPath} could not be read: it does not exist. Check the spelling.\n", errors);
    }

    [Fact]
    public async Task Images_of_another_size_are_refused()
    {
        ModelFile.Write(ModelPath, new Model(LeNet5, WeightInitializer.Draw(LeNet5, seed: 1)));
        IdxFile.Write(_folder.File("small"), NamedArray.Of<byte>("small", [1, 27, 28], new byte[27 * 28]));

        var (code, output, errors) = await PublishedSample.Run("predict-aot", ModelPath, _folder.File("small"));

        Assert.Equal(((int)ErrorKind.Data, ""), (code, output));
        Assert.Equal(
            $"error: {_folder.File("small")} holds small UInt8 [1, 27, 28]; lenet5 takes one array UInt8 [N, 1, 28, 28].\n",
            errors);
    }

    [Fact]
    public void It_is_small() => Assert.InRange(new FileInfo(PublishedSample.Find("predict-aot")).Length, 1, MostBytes);

    public void Dispose() => _folder.Dispose();

    private static byte[] Pixels()
    {
        var random = RandomGenerator.ForStream(seed: 1, "pixels");
        var pixels = new byte[Images * 28 * 28];
        foreach (ref var pixel in pixels.AsSpan())
            pixel = (byte)random.NextUniform(0, 256);
        return pixels;
    }

    private static List<string> Answers(Model model, ReadOnlyMemory<byte> pixels)
    {
        using var predictor = new Predictor(model);
        var (answers, probabilities) = (new List<string>(), new double[predictor.Outputs]);
        for (var image = 0; image < Images; image++)
        {
            var sample = model.Normalization.Apply(
                pixels.Span.Slice(image * predictor.Inputs, predictor.Inputs), model.Architecture.Input);
            predictor.Probabilities(sample, probabilities);
            answers.Add($"{predictor.Predict(sample)}\t{probabilities.Max()}");
        }

        return answers;
    }
}
