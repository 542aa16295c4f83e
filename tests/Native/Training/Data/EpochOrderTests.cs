using CsCheck;
using TorchBasics.Training.Data;

namespace TorchBasics.Tests.Native.Training.Data;

public class EpochOrderTests
{
    [Fact]
    public void Every_sample_comes_once() =>
        Gen.Select(Gen.ULong, Gen.Int[0, 1000], Gen.Int[1, 300]).Sample((seed, epoch, count) =>
            Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), EpochOrder.Permutation(seed, epoch, count).Order()));

    [Fact]
    public void Every_sample_visits_every_position()
    {
        var seen = new HashSet<(long Sample, int Position)>();

        for (var epoch = 0; epoch < 200; epoch++)
            seen.UnionWith(EpochOrder.Permutation(seed: 1, epoch, count: 8).Select((sample, position) => (sample, position)));

        Assert.Equal(64, seen.Count); // one of 64 pairs stays unseen with probability 64 * (7/8)^200 < 1e-9
    }

    [Fact]
    public void Seed_and_epoch_alone_decide_the_order()
    {
        var order = EpochOrder.Permutation(seed: 1, epoch: 2, count: 100);

        Assert.Equal(order, EpochOrder.Permutation(seed: 1, epoch: 2, count: 100));
        Assert.NotEqual(order, EpochOrder.Permutation(seed: 1, epoch: 3, count: 100));
        Assert.NotEqual(order, EpochOrder.Permutation(seed: 2, epoch: 2, count: 100));
    }
}
