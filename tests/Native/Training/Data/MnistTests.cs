using System.Security.Cryptography;
using TorchBasics.Training.Data;

namespace TorchBasics.Tests.Native.Training.Data;

public class MnistTests
{
    private static readonly Lazy<DataSplit> Mnist = new(() => DataCatalog.Load(Folder!));

    private static string? Folder { get; } = Samples.MnistFolder;

    [Fact]
    public void The_published_files_load_whole_and_without_a_remark()
    {
        SkipWithoutMnist();

        var split = Mnist.Value;

        Assert.Equal("mnist: 60,000 samples [N, 1, 28, 28], 10 classes", split.Train.ToString());
        Assert.Equal(10_000, split.Test.Count);
        Assert.Null(split.Notice);
    }

    // SHA-256 of the decompressed files as they are published, so that the constants of the remark mean those files.
    [Theory]
    [InlineData(
        true,
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5")]
    [InlineData(
        false,
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2")]
    public void The_loaded_samples_are_the_bytes_of_the_published_files(bool train, string images, string labels)
    {
        SkipWithoutMnist();
        var set = train ? Mnist.Value.Train : Mnist.Value.Test;

        var imageFile = IdxBytes.Of([set.Count, 28, 28], set.Inputs.Bytes.ToArray());
        var labelFile = IdxBytes.Of([set.Count], [.. set.Labels.ToArray().Select(label => (byte)label)]);

        Assert.Equal(images, Convert.ToHexStringLower(SHA256.HashData(imageFile)));
        Assert.Equal(labels, Convert.ToHexStringLower(SHA256.HashData(labelFile)));
    }

    [Fact]
    public void Standardising_finds_the_mean_and_deviation_everybody_uses()
    {
        SkipWithoutMnist();

        var normalization = SampleStatistics.Standardize(Mnist.Value.Train);

        // 0.1307 and 0.3081 in units of the full brightness; six digits from an independent sum in Python integers.
        Assert.Equal(0.130660, -normalization.Offset[0] / normalization.Scale[0] / 255, 1e-6);
        Assert.Equal(0.308108, 1 / (normalization.Scale[0] * 255), 1e-6);
    }

    private static void SkipWithoutMnist() =>
        Assert.SkipWhen(Folder is null, $"MNIST is not in the folder that {DataLocations.DataVariable} names.");
}
