using CsCheck;
using TorchBasics.Core;

namespace TorchBasics.Tests.Managed.Core;

public class RandomGeneratorTests
{
    [Fact]
    public void Output_matches_the_published_algorithm_for_state_1_2_3_4()
    {
        var generator = new RandomGenerator(new RandomState(1, 2, 3, 4));

        var words = Enumerable.Range(0, 5).Select(_ => generator.NextUInt64()).ToArray();

        // xoshiro256starstar.c (Blackman, Vigna) from the state {1, 2, 3, 4}; the same list stands in the tests of Rust's
        // rand_xoshiro.
        Assert.Equal([11520UL, 0UL, 1509978240UL, 1215971899390074240UL, 1216172134540287360UL], words);
    }

    [Fact]
    public void A_saved_state_continues_the_sequence() =>
        Gen.ULong.Sample(seed =>
        {
            var original = new RandomGenerator(seed);
            original.NextUInt64();

            var continued = new RandomGenerator(original.State);

            Assert.Equal(original.NextUInt64(), continued.NextUInt64());
        });

    [Fact]
    public void A_state_of_zeros_is_refused() =>
        Assert.Throws<ArgumentException>(() => new RandomGenerator(default(RandomState)));

    [Fact]
    public void Integers_stay_inside_their_range() =>
        Gen.Select(Gen.ULong, Gen.Int[1, int.MaxValue])
            .Sample((seed, count) => Assert.InRange(new RandomGenerator(seed).NextInt32(count), 0, count - 1));

    [Fact]
    public void A_shuffle_is_a_permutation() =>
        Gen.Select(Gen.ULong, Gen.Int[0, 200]).Sample((seed, count) =>
        {
            var items = Enumerable.Range(0, count).ToArray();

            new RandomGenerator(seed).Shuffle<int>(items);

            Assert.Equal(Enumerable.Range(0, count), items.Order());
        });

    [Fact]
    public void All_six_orders_of_three_items_are_equally_frequent()
    {
        var generator = new RandomGenerator(7);
        var counts = new Dictionary<string, int>();
        for (var trial = 0; trial < 60_000; trial++)
        {
            var items = "abc".ToCharArray();
            generator.Shuffle<char>(items);
            counts[new string(items)] = counts.GetValueOrDefault(new string(items)) + 1;
        }

        // Chi-squared with 5 degrees of freedom exceeds 20.5 with probability 0.001 (table of the distribution).
        var chiSquared = counts.Values.Sum(count => Math.Pow(count - 10_000, 2) / 10_000);
        Assert.Equal(6, counts.Count);
        Assert.InRange(chiSquared, 0, 20.5);
    }

    [Fact]
    public void Streams_differ_by_purpose_and_by_index()
    {
        var first = RandomGenerator.ForStream(1, "shuffle", 0).NextUInt64();

        Assert.NotEqual(first, RandomGenerator.ForStream(1, "shuffle", 1).NextUInt64());
        Assert.NotEqual(first, RandomGenerator.ForStream(1, "augment", 0).NextUInt64());
        Assert.NotEqual(first, RandomGenerator.ForStream(2, "shuffle", 0).NextUInt64());
        Assert.Equal(first, RandomGenerator.ForStream(1, "shuffle", 0).NextUInt64());
    }

    [Fact]
    public void The_first_number_of_a_stream_can_be_had_without_a_generator() => Assert.Equal(
        RandomGenerator.ForStream(3, "dropout", 5).NextUInt64(), RandomGenerator.FirstOfStream(3, "dropout", 5));
}
