using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Data;

public class TensorDataTests
{
    [Fact]
    public void A_batch_holds_the_chosen_samples_normalised()
    {
        using var scope = NewDisposeScope();
        var set = Samples.Pictures(count: 4, height: 2, width: 3);
        var normalization = new Normalization([2], [-1]);
        using var data = new TensorData(set, normalization, CPU);

        var batch = data.Gather(tensor(new long[] { 3, 0, 3 }));

        Assert.Equal([3L, 1, 2, 3], batch.Inputs.shape);
        Assert.Equal(
            [.. new[] { 3, 0, 3 }.SelectMany(i => normalization.Apply(set.Sample<byte>(i), set.Shape))],
            batch.Inputs.data<float>().ToArray());
        Assert.Equal([.. new[] { 3, 0, 3 }.Select(i => (long)set.Labels.Span[i])], batch.Labels.data<long>().ToArray());
    }

    [Fact]
    public void Channels_and_features_have_their_own_numbers()
    {
        using var scope = NewDisposeScope();
        var colours = Samples.Pictures([1, 2, 3, 4], [1, 2, 1, 2], [0], classes: 1);
        var vectors = Samples.Vectors([1, 2, 3, 4], features: 2, labels: [0, 1]);
        var normalization = new Normalization([10, 100], [0, 1]);

        using var pictures = new TensorData(colours, normalization, CPU);
        using var features = new TensorData(vectors, normalization, CPU);

        Assert.Equal([10f, 20, 301, 401], pictures.Inputs.data<float>().ToArray());
        Assert.Equal([10f, 201, 30, 401], features.Inputs.data<float>().ToArray());
    }

    [Fact]
    public void The_source_keeps_its_values()
    {
        var vectors = Samples.Vectors([1, 2], features: 2, labels: [0]);

        using var data = new TensorData(vectors, new Normalization([3], [0]), CPU);

        Assert.Equal([1, 2], vectors.Inputs.Values<float>().ToArray());
    }

    [Fact]
    public void A_normalisation_for_other_features_is_refused() =>
        Assert.Throws<TorchBasicsException>(() =>
            new TensorData(Samples.Vectors([1, 2], features: 2, labels: [0]), new Normalization([1, 1, 1], [0, 0, 0]), CPU));

    [Fact]
    public void The_last_range_of_a_set_is_shorter()
    {
        using var scope = NewDisposeScope();
        using var data = new TensorData(Samples.Pictures(count: 5, height: 1, width: 1), Normalization.Identity, CPU);

        var last = data.Range(start: 4, count: 3);

        Assert.Equal(1, last.Count);
        Assert.Equal(data.Inputs[4].item<float>(), last.Inputs.item<float>());
    }

    [Fact]
    public void Nothing_stays_alive_after_the_data_and_their_batches_are_disposed()
    {
        var set = Samples.Pictures(count: 6, height: 2, width: 2);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        using (var data = new TensorData(set, SampleStatistics.Standardize(set), CPU))
        using (var scope = NewDisposeScope())
        {
            var order = EpochOrder.Upload(seed: 1, epoch: 0, set.Count, CPU);
            data.Gather(order.narrow(0, 2, 3));
            data.Range(0, 4);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }
}
