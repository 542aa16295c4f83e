using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Data;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Data;

public class DistortedSamplesTests
{
    private static readonly Augmentation Everything = new() { Shift = 2, Rotation = 10, Scale = 0.1, Shear = 0.1, Elastic = 0.5 };

    [Fact]
    public void They_are_what_an_epoch_sees_rounded_to_whole_pixels()
    {
        using var scope = NewDisposeScope();
        var set = DataCatalog.Load("digits", new DataOptions { TrainLimit = 20, TestLimit = 1 }).Train;
        using var data = new TensorData(set, Normalization.FromRange(new PixelRange(0, 1)), CPU);
        using var augmenter = new Augmenter(Everything, data, seed: 3);
        augmenter.StartEpoch(4);
        var expected = augmenter.Gather(arange(20)).data<float>().ToArray();

        var kept = DistortedSamples.Draw(set, Everything, seed: 3, epoch: 4);

        // Half a pixel, and the sums taken between 0 and 1 instead of 0 and 255: a few units of the last place.
        Assert.All(
            kept.Inputs.Values<byte>().ToArray().Zip(expected),
            pair => Assert.InRange(pair.Second * 255, pair.First - 0.501, pair.First + 0.501));
        Assert.Equal(set.Labels.ToArray(), kept.Labels.ToArray());
        Assert.NotEqual(set.Hash, kept.Hash);
    }

    [Fact]
    public void Nothing_changes_without_distortions()
    {
        var set = DataCatalog.Load("digits", new DataOptions { TrainLimit = 20, TestLimit = 1 }).Train;

        Assert.Equal(set.Hash, DistortedSamples.Draw(set, new(), seed: 3, epoch: 0).Hash);
    }

    [Fact]
    public void Rows_of_numbers_are_refused() => Assert.Equal(
        ErrorKind.Usage,
        Assert.Throws<TorchBasicsException>(() => DistortedSamples.Draw(
            Samples.Vectors([1, 2, 3, 4], features: 2, labels: [0, 1]), Everything, seed: 1, epoch: 0)).Kind);
}
