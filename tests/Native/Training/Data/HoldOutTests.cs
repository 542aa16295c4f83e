using CsCheck;
using TorchBasics.Training.Data;

namespace TorchBasics.Tests.Native.Training.Data;

public class HoldOutTests
{
    // From a program of its own in another language: xoshiro256**, SplitMix64, FNV-1a and the rule of the docstring.
    [Theory]
    [InlineData(1, 20, new int[] { 0, 2, 6, 14, 18 })]
    [InlineData(2, 20, new int[] { 0, 6, 8, 17, 19 })]
    [InlineData(1, 60_000, new int[] { 3186, 16574, 18617, 40591, 52710 })]
    [InlineData(ulong.MaxValue, 7, new int[] { 1, 2, 3, 4, 5, 6 })]
    public void The_samples_follow_from_the_seed_by_the_rule_that_is_written_down(ulong seed, int samples, int[] expected) =>
        Assert.Equal(expected, HoldOut.Draw(seed, samples, expected.Length));

    [Fact]
    public void No_sample_is_lost_or_taken_twice_and_all_stay_in_the_order_of_the_set() =>
        Gen.Select(Gen.ULong, Gen.Int[2, 200], Gen.Int[0, 199])
            .Where((_, samples, count) => count < samples).Sample((seed, samples, count) =>
            {
                var set = Numbered(samples);
                var split = new DataSplit(set, set).HoldBack(count, seed);

                int[] learnt = Numbers(split.Train), held = split.Validation is { } validation ? Numbers(validation) : [];

                Assert.Equal(count, held.Length);
                Assert.Equal(held.Order(), held);
                Assert.Equal(learnt.Order(), learnt);
                Assert.Equal(Enumerable.Range(0, samples), held.Concat(learnt).Order());
                Assert.Same(set, split.Test);
            });

    [Fact]
    public void Every_sample_is_kept_back_as_often_as_any_other()
    {
        const int Seeds = 20_000, Count = 10, Held = 3;
        var times = new int[Count];

        for (var seed = 0UL; seed < Seeds; seed++)
            foreach (var sample in HoldOut.Draw(seed, Count, Held))
                times[sample]++;

        // Hoeffding: a share is off by more than t with probability 2 exp(-2 n t^2); for 10 shares 1e-9 gives t = 0.0244.
        var limit = Math.Sqrt(Math.Log(2 * Count / 1e-9) / (2.0 * Seeds));
        Assert.All(times, seen => Assert.InRange((double)seen / Seeds, 0.3 - limit, 0.3 + limit));
    }

    [Fact]
    public void Nothing_changes_where_nothing_is_kept_back()
    {
        var split = new DataSplit(Numbered(5), Numbered(5));

        Assert.Same(split, split.HoldBack(0, seed: 1));
        Assert.Null(split.Validation);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void A_hold_out_that_leaves_nothing_to_learn_from_is_refused(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataSplit(Numbered(5), Numbered(5)).HoldBack(count, seed: 1));

    private static SampleSet Numbered(int samples) =>
        Samples.Vectors(
            [.. Enumerable.Range(0, samples).Select(i => (float)i)], features: 1, labels: new int[samples], classes: 1);

    private static int[] Numbers(SampleSet set) => [.. set.Inputs.Values<float>().ToArray().Select(value => (int)value)];
}
