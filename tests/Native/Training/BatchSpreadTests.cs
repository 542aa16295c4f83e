using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training;

/// <summary>Batches that leave a normalization a single value are refused before a run begins.</summary>
public sealed class BatchSpreadTests
{
    private static Architecture Vectors { get; } = new(
        "vectors", [3], new Residual(new BatchNorm1d("bn", 3), new Relu()), new Linear("fc", 3, 2));

    [Theory]
    [InlineData(9, 4, 3)] // 4 + 4 + 1; the nearer of 3 and 5, the first of two as near
    [InlineData(5, 1, 3)]
    [InlineData(3, 2, 3)]
    public void A_last_batch_of_one_sample_is_refused_with_another_size(int samples, int batchSize, int other)
    {
        var error = Assert.Throws<TorchBasicsException>(() => BatchSpread.Check(Vectors, samples, batchSize));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Equal(
            "bn (BatchNorm1d) takes a variance in training, which needs at least 2 values per channel; "
            + $"with {samples} training samples and a batch size of {batchSize} the last batch of an epoch has a single one. "
            + $"Take another batch size, such as --batch-size {other}.",
            error.Message);
    }

    [Theory]
    [InlineData(8, 4)]
    [InlineData(10, 4)]
    [InlineData(2, 2)]
    public void A_last_batch_of_several_samples_is_taken(int samples, int batchSize) =>
        BatchSpread.Check(Vectors, samples, batchSize);

    // Shares have 32 samples: 65 of a batch are 32, 32 and 1, and 33 are 32 and 1.
    [Theory]
    [InlineData(130, 65, 3, 64)]
    [InlineData(65, 65, 3, 63)]
    [InlineData(200, 33, 2, 32)]
    public void A_process_with_one_sample_of_a_batch_is_refused_with_another_size(
        int samples, int batchSize, int ranks, int other)
    {
        BatchSpread.Check(Vectors, samples, batchSize);
        var error = Assert.Throws<TorchBasicsException>(() => BatchSpread.Check(Vectors, samples, batchSize, ranks));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.EndsWith(
            $"with {samples} training samples and a batch size of {batchSize} one of {ranks} processes gets a single one of a "
            + "batch. "
            + $"Take another batch size, such as --batch-size {other}.",
            error.Message,
            StringComparison.Ordinal);
        BatchSpread.Check(Vectors, samples, other, ranks);
    }

    [Theory]
    [InlineData(34, 34, 2)]
    [InlineData(48, 16, 5)]
    [InlineData(2100, 2100, 8)]
    public void Processes_with_several_samples_or_none_are_taken(int samples, int batchSize, int ranks) =>
        BatchSpread.Check(Vectors, samples, batchSize, ranks);

    [Fact]
    public void A_single_picture_has_many_values_per_channel_and_other_networks_need_none()
    {
        BatchSpread.Check(new("pictures", [2, 3, 3], new BatchNorm2d("bn", 2), new Flatten(), new Linear("fc", 18, 2)), 9, 4);
        BatchSpread.Check(new("plain", [3], new Linear("fc", 3, 2)), 9, 4);
        Assert.Throws<TorchBasicsException>(
            () => BatchSpread.Check(new("pixel", [2, 1, 1], new BatchNorm2d("bn", 2), new Flatten()), 9, 4));
    }

    [Fact]
    public void A_trainer_asks_before_its_first_step()
    {
        using var data = new TensorData(DataCatalog.Load("xor").Train, Normalization.Identity, CPU);
        using var network = new Network(
            new Architecture("small", [2], new BatchNorm1d("bn", 2), new Linear("fc", 2, 1)), seed: 1);

        var error = Assert.Throws<TorchBasicsException>(() => new Trainer(
            network, data, new TrainingOptions { Recipe = Core.Catalog.XorMlp.Recipe with { BatchSize = 3 }, Seed = 1 }));

        Assert.Contains("the last batch of an epoch has a single one", error.Message, StringComparison.Ordinal);
    }
}
