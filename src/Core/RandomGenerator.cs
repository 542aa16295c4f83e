using System.Numerics;

namespace TorchBasics.Core;

/// <summary>
/// The project's only source of randomness: xoshiro256**, seeded through SplitMix64. The same seed gives the same
/// numbers on every platform, in every version, because only integer arithmetic and exact scaling are used.
/// </summary>
/// <remarks>Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021, section 4.4.</remarks>
public sealed class RandomGenerator
{
    private ulong _s0, _s1, _s2, _s3;

    /// <summary>Starts the sequence that belongs to a seed.</summary>
    /// <param name="seed">Any number.</param>
    public RandomGenerator(ulong seed) => Start(seed);

    /// <summary>Continues a sequence that was saved.</summary>
    /// <param name="state">A state of <see cref="State"/>; not all zero.</param>
    /// <exception cref="ArgumentException">All four words are zero, which the generator can never reach.</exception>
    public RandomGenerator(RandomState state)
    {
        if (state == default)
            throw new ArgumentException("A generator state of four zeros is not one that xoshiro256** can have.", nameof(state));
        State = state;
    }

    /// <summary>All that is needed to continue this sequence elsewhere.</summary>
    public RandomState State
    {
        get => new(_s0, _s1, _s2, _s3);
        private init => (_s0, _s1, _s2, _s3) = value;
    }

    /// <summary>
    /// The generator of one purpose at one place of a run, such as ("shuffle", epoch 3). Streams of different purposes
    /// or places are independent, so that asking for one more number here never changes what another part draws.
    /// </summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="purpose">A fixed word in ASCII.</param>
    /// <param name="index">Epoch, step or image number.</param>
    /// <returns>A fresh generator.</returns>
    public static RandomGenerator ForStream(ulong seed, string purpose, ulong index = 0) => new(SeedOf(seed, purpose, index));

    /// <summary>Becomes the generator of <see cref="ForStream"/>, without a new object.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="purpose">A fixed word in ASCII.</param>
    /// <param name="index">Epoch, step or image number.</param>
    public void Restart(ulong seed, string purpose, ulong index = 0) => Start(SeedOf(seed, purpose, index));

    /// <summary>The first number of the generator of <see cref="ForStream"/>, without an object.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="purpose">A fixed word in ASCII.</param>
    /// <param name="index">Epoch, step or image number.</param>
    /// <returns>What <see cref="NextUInt64"/> of a fresh generator gives.</returns>
    public static ulong FirstOfStream(ulong seed, string purpose, ulong index = 0)
    {
        var state = SeedOf(seed, purpose, index);
        _ = SplitMix(ref state);
        return Scrambled(SplitMix(ref state));
    }

    /// <summary>64 uniformly distributed bits.</summary>
    /// <returns>The next word.</returns>
    public ulong NextUInt64()
    {
        var result = Scrambled(_s1);
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number in [0, 1): one of 2^53 equally spaced values.</summary>
    /// <returns>The next number.</returns>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number in [0, 1): one of 2^24 equally spaced values.</summary>
    /// <returns>The next number.</returns>
    public float NextSingle() => (NextUInt64() >> 40) * (1.0f / (1 << 24));

    /// <summary>A number in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    /// <param name="low">Lower end, included.</param>
    /// <param name="high">Upper end, excluded up to rounding.</param>
    /// <returns>The next number.</returns>
    public double NextUniform(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>An integer in [0, <paramref name="count"/>), without bias (Lemire 2019, algorithm 5).</summary>
    /// <param name="count">How many values there are; at least 1.</param>
    /// <returns>The next integer.</returns>
    public int NextInt32(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var high = Math.BigMul(NextUInt64(), (ulong)count, out var low);
        if (low < (ulong)count)
        {
            var threshold = (0UL - (ulong)count) % (ulong)count;
            while (low < threshold)
                high = Math.BigMul(NextUInt64(), (ulong)count, out low);
        }

        return (int)high;
    }

    /// <summary>Puts the items into random order (Fisher and Yates, Durstenfeld's form).</summary>
    /// <typeparam name="T">Type of the items.</typeparam>
    /// <param name="items">The items, reordered in place.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Scrambled(ulong s1) => BitOperations.RotateLeft(s1 * 5, 7) * 9;

    private void Start(ulong seed) =>
        (_s0, _s1, _s2, _s3) = (SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed));

    private static ulong SeedOf(ulong seed, string purpose, ulong index)
    {
        var hash = 14695981039346656037UL; // FNV-1a, 64 bits
        foreach (var letter in purpose)
            hash = (hash ^ letter) * 1099511628211UL;
        var mixed = seed;
        mixed = SplitMix(ref mixed) ^ hash;
        mixed = SplitMix(ref mixed) ^ index;
        return SplitMix(ref mixed);
    }

    // Steele, Lea, Flood 2014: the seeding that the xoshiro authors recommend.
    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
