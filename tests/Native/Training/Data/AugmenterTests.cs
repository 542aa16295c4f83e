using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Data;

public class AugmenterTests
{
    private static readonly Augmentation Everything = new() { Shift = 2, Rotation = 10, Scale = 0.1, Shear = 0.1, Elastic = 0.5 };

    [Fact]
    public void Seed_epoch_and_sample_decide_the_result_to_the_last_bit()
    {
        using var scope = NewDisposeScope();
        using var data = Digits();
        var indices = tensor(new long[] { 7, 2, 5 });

        var first = Distort(data, seed: 3, epoch: 4, indices);

        Assert.True(first.equal(Distort(data, seed: 3, epoch: 4, indices)).all().item<bool>());
        Assert.False(first.equal(Distort(data, seed: 3, epoch: 5, indices)).all().item<bool>());
        Assert.False(first.equal(Distort(data, seed: 4, epoch: 4, indices)).all().item<bool>());
    }

    [Fact]
    public void A_sample_does_not_depend_on_its_batch()
    {
        using var scope = NewDisposeScope();
        using var data = Digits();

        var together = Distort(data, seed: 1, epoch: 0, tensor(new long[] { 0, 9, 4 }));
        var alone = Distort(data, seed: 1, epoch: 0, tensor(new long[] { 9 }));

        // The sums of three products behind a place may be taken in another order: 12 u of 28 pixels, times a range of about 4.
        Assert.InRange((together.slice(0, 1, 2, 1) - alone).abs().max().item<float>(), 0, 12.0 / (1 << 24) * 28 * 4);
    }

    [Fact]
    public void Samples_are_distorted_differently_and_keep_most_of_their_ink()
    {
        using var scope = NewDisposeScope();
        var (images, _) = TorchBasics.Digits.DigitGenerator.Generate(seed: 1, first: 0, count: 1);
        var same = new SampleSet(
            "one", new NamedArray("inputs", ElementType.UInt8, [1, 1, 28, 28], images.Bytes), new[] { 0 }, ClassNames.Digits);
        using var data = new TensorData(same.Select([0, 0, 0, 0]), Normalization.FromRange(new PixelRange(0, 1)), CPU);

        var distorted = Distort(data, seed: 1, epoch: 0, tensor(new long[] { 0, 1, 2, 3 }));

        var ink = distorted.sum([1, 2, 3]).data<float>().ToArray();
        var before = data.Inputs[0].sum().item<float>();
        Assert.Equal(4, ink.Distinct().Count());
        // area changes by at most 1.1^2; strokes may fold a little
        Assert.All(ink, value => Assert.InRange(value, 0.6 * before, 1.5 * before));
        Assert.InRange(distorted.min().item<float>(), 0, 0);
    }

    [Fact]
    public void Shifts_stay_in_range_and_use_all_of_it()
    {
        using var scope = NewDisposeScope();
        const int count = 2000;
        var pixels = new byte[count * 15 * 15];
        for (var i = 0; i < count; i++)
            pixels[(i * 225) + 112] = 255; // one bright pixel in the middle
        var set = Samples.Pictures(pixels, [count, 1, 15, 15], new int[count], classes: 1);
        using var data = new TensorData(set, Normalization.FromRange(new PixelRange(0, 1)), CPU);

        var distorted = Distort(data, seed: 1, epoch: 0, arange(count, dtype: ScalarType.Int64), new Augmentation { Shift = 3 });

        // Bilinear sampling keeps the centre of mass of a single pixel where it was moved to.
        var places = arange(15, dtype: ScalarType.Float32) - 7;
        var x = (distorted.sum([1, 2]) * places).sum(1).data<float>().ToArray();
        var y = (distorted.sum([1, 3]) * places).sum(1).data<float>().ToArray();
        foreach (var shift in new[] { x, y })
        {
            Assert.InRange(shift.Max(), 2.9f, 3.0001f);
            Assert.InRange(shift.Min(), -3.0001f, -2.9f);
            Assert.InRange(shift.Average(), -0.2, 0.2); // deviation 1.73 / sqrt(2000) = 0.04; five times that
        }
    }

    [Theory]
    [InlineData(-1, 0, 0, 4, "The shift of the augmentation is -1; expected a number of at least 0.")]
    [InlineData(double.NaN, 0, 0, 4, "The shift of the augmentation is NaN; expected a number of at least 0.")]
    [InlineData(double.PositiveInfinity, 0, 0, 4, "The shift of the augmentation is Infinity; expected a number of at least 0.")]
    [InlineData(0, 1, 0, 4, "The scale of the augmentation is 1; expected a number from 0 up to but not including 1.")]
    [InlineData(0, 0, 1, 4, "The squeeze of the augmentation is 1; expected a number from 0 up to but not including 1.")]
    [InlineData(0, 0, 0, 0.9, "The elastic sigma of the augmentation is 0.9; expected a number of pixels from 1 to 1000.")]
    [InlineData(0, 0, 0, double.NaN, "The elastic sigma of the augmentation is NaN; expected a number of pixels from 1 to 1000.")]
    public void Numbers_out_of_range_are_refused(double shift, double scale, double squeeze, double sigma, string message)
    {
        using var data = Digits();
        var augmentation = new Augmentation { Shift = shift, Scale = scale, Squeeze = squeeze, ElasticSigma = sigma };

        var error = Assert.Throws<TorchBasicsException>(() => new Augmenter(augmentation, data, seed: 1));

        Assert.Equal((ErrorKind.Usage, message), (error.Kind, error.Message));
    }

    [Fact]
    public void Vectors_are_refused()
    {
        using var data = new TensorData(TruthTables.Load("xor").Train, Normalization.Identity, CPU);

        var error = Assert.Throws<TorchBasicsException>(() => new Augmenter(Everything, data, seed: 1));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Contains("the data set xor holds [N, 2]", error.Message);
    }

    [Fact]
    public void Nothing_leaks_over_epochs_and_steps()
    {
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        using (var data = Digits())
        {
            using var augmenter = new Augmenter(Everything, data, seed: 1);
            augmenter.StartEpoch(0);
            _ = (data.Inputs, data.Labels); // they are made at their first use
            var started = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
            for (var epoch = 1; epoch < 3; epoch++)
            {
                augmenter.StartEpoch(epoch);
                for (var step = 0; step < 20; step++)
                {
                    using var scope = NewDisposeScope();
                    var indices = tensor(new long[] { 1, 2, 3 });
                    augmenter.Gather(indices);
                }

                Assert.Equal(started, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
            }
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_graphics_card_gives_the_same_batches_up_to_rounding()
    {
        Assert.SkipUnless(cuda.is_available(), "No CUDA device is here.");
        using var scope = NewDisposeScope();
        using var onHost = Digits();
        using var onCard = new TensorData(onHost.Source, onHost.Normalization, CUDA);
        long[] indices = [7, 2, 5];

        var expected = Distort(onHost, seed: 1, epoch: 0, tensor(indices));
        var actual = Distort(onCard, seed: 1, epoch: 0, tensor(indices, device: CUDA));

        // Places may differ by 12 u of 28 pixels along each axis, displacements by 64 products, values by a range of about 4.
        Assert.InRange((expected - actual.cpu()).abs().max().item<float>(), 0, 2 * (12 + 64) / (double)(1 << 24) * 28 * 4);
    }

    private static TensorData Digits()
    {
        var train = DataCatalog.Load("digits", new DataOptions { TrainLimit = 10, TestLimit = 1 }).Train;
        return new TensorData(train, SampleStatistics.Standardize(train), CPU);
    }

    private static Tensor Distort(TensorData data, ulong seed, int epoch, Tensor indices, Augmentation? augmentation = null)
    {
        using var augmenter = new Augmenter(augmentation ?? Everything, data, seed);
        augmenter.StartEpoch(epoch);
        return augmenter.Gather(indices);
    }
}
