using TorchBasics.Core;

namespace TorchBasics.Digits;

/// <summary>The drawn digits that the data set "digits" consists of.</summary>
public sealed class DigitSet
{
    private DigitSet(ulong seed, int count) => (Seed, Count) = (seed, count);

    /// <summary>What networks learn from: as many as MNIST has.</summary>
    public static DigitSet Training { get; } = new(seed: 1, count: 60_000);

    /// <summary>What networks are judged by.</summary>
    public static DigitSet Test { get; } = new(seed: 2, count: 10_000);

    /// <summary>Seed of the generator.</summary>
    public ulong Seed { get; }

    /// <summary>Number of digits.</summary>
    public int Count { get; }

    /// <summary>Draws one digit.</summary>
    /// <param name="index">Which: from 0 to <see cref="Count"/>, exclusive.</param>
    /// <param name="pixels">Receives the 784 grey values, row by row: 0 is paper, 255 is ink.</param>
    /// <returns>The digit, 0 to 9.</returns>
    /// <exception cref="ArgumentException">There is no such digit, or the room is not that of 784 values.</exception>
    public int Render(int index, Span<byte> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        DigitGenerator.Render(Seed, index, pixels, out var label);
        return label;
    }

    /// <summary>Draws the first digits, on all cores.</summary>
    /// <param name="count">How many; at most <see cref="Count"/>.</param>
    /// <returns>"images", UInt8 [count, 1, 28, 28], and the label of each.</returns>
    /// <exception cref="ArgumentException">There are not so many.</exception>
    public (NamedArray Images, int[] Labels) Generate(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        return DigitGenerator.Generate(Seed, first: 0, count);
    }
}
