using TorchBasics.Core;
using TorchBasics.Tests.Fuzz;

namespace TorchBasics.Tests.Managed.Formats;

/// <summary>Hostile files: what may happen to a parser that reads them is an answer or a MalformedFileException.</summary>
internal static class Mutations
{
    // Numbers at which lengths and counts go wrong.
    private static readonly uint[] Interesting =
        [0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFF8];

    /// <summary>Every prefix, every byte replaced by every value, and every four bytes replaced by telling numbers.</summary>
    public static void AssertExhaustively(byte[] seed, Action<byte[]> parse)
    {
        for (var length = 0; length < seed.Length; length++)
            AssertAnswer(seed[..length], parse);
        for (var offset = 0; offset < seed.Length; offset++)
        {
            for (var value = 0; value < 256; value++)
                AssertAnswer(With(seed, offset, [(byte)value]), parse);
            foreach (var number in Interesting)
                AssertAnswer(With(seed, offset, BitConverter.GetBytes(number)), parse);
        }
    }

    /// <summary>Random changes, several at once, the same for every run.</summary>
    public static void AssertRandomly(IReadOnlyList<byte[]> seeds, int count, Action<byte[]> parse)
    {
        var random = new RandomGenerator(20260101);
        for (var i = 0; i < count; i++)
        {
            var bytes = seeds[random.NextInt32(seeds.Count)];
            for (var change = random.NextInt32(4); change >= 0; change--)
                bytes = Change(bytes, seeds, random);
            AssertAnswer(bytes, parse);
        }
    }

    /// <summary>Parses one input; anything but an answer or a MalformedFileException, much memory or much time fails.</summary>
    public static void AssertAnswer(byte[] input, Action<byte[]> parse)
    {
        if (Promise.FaultOf(input, parse) is { } fault)
            Assert.Fail($"{Convert.ToHexString(input)}: {fault}");
    }

    private static byte[] Change(byte[] bytes, IReadOnlyList<byte[]> seeds, RandomGenerator random)
    {
        var at = random.NextInt32(bytes.Length + 1);
        var length = Math.Min(random.NextInt32(9), bytes.Length - at);
        var other = seeds[random.NextInt32(seeds.Count)];
        return random.NextInt32(8) switch
        {
            0 => With(bytes, at, [(byte)random.NextInt32(256)]),
            1 when at < bytes.Length => With(bytes, at, [(byte)(bytes[at] ^ (1 << random.NextInt32(8)))]),
            2 => With(bytes, at, BitConverter.GetBytes(Interesting[random.NextInt32(Interesting.Length)])),
            3 => [.. bytes[..at], .. bytes[(at + length)..]],
            4 => [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]],
            5 => bytes[..at],
            6 => [.. bytes[..at], .. other[random.NextInt32(other.Length)..]],
            _ => With(bytes, at, other.AsSpan(random.NextInt32(other.Length)) is var rest
                ? rest[..Math.Min(8, rest.Length)].ToArray()
                : []),
        };
    }

    private static byte[] With(byte[] bytes, int offset, ReadOnlySpan<byte> values)
    {
        var copy = bytes.ToArray();
        values[..Math.Min(values.Length, bytes.Length - offset)].CopyTo(copy.AsSpan(offset));
        return copy;
    }
}
