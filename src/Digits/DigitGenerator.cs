using TorchBasics.Core;

namespace TorchBasics.Digits;

/// <summary>
/// Handwritten-looking digits without any data: 28 x 28 grey pictures in the manner of MNIST, drawn by a pen that follows
/// hand-made curves with random blends, jitter, bends, slant, rotation, aspect and thickness.
/// </summary>
/// <remarks>
/// The same seed and index give the same bytes on every machine and with any number of threads: every image has its own
/// random stream, and only +, -, *, / and square roots of doubles are used, which IEEE 754 rounds correctly everywhere
/// (.NET never contracts them into fused operations). Sine, exponential and logarithm, which differ in the last bit
/// between platforms, do not occur.
/// </remarks>
public static class DigitGenerator
{
    /// <summary>Pixels of an image.</summary>
    public const int PixelCount = Canvas.Size * Canvas.Size;

    /// <summary>The ways of writing that are known, sorted by digit.</summary>
    public static IReadOnlyList<Allograph> Allographs => AllographTable.All;

    /// <summary>Draws one image.</summary>
    /// <param name="seed">Which endless set of images.</param>
    /// <param name="index">Which image of the set; at least 0.</param>
    /// <param name="pixels">Receives the 784 grey values, row by row: 0 is paper, 255 is ink.</param>
    /// <param name="label">The digit: every ten images from a multiple of ten on hold each digit once, in random order.</param>
    /// <returns>The way of writing that was chosen.</returns>
    /// <exception cref="ArgumentException">The room is not that of 784 values, or the index is negative.</exception>
    public static Allograph Render(ulong seed, int index, Span<byte> pixels, out int label)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, PixelCount);
        label = LabelOf(seed, index);
        var random = RandomGenerator.ForStream(seed, "digits", (ulong)index);
        var allograph = Choose(AllographTable.Of(label), random);
        Pen.Write(allograph, random, pixels);
        return allograph;
    }

    /// <summary>Draws consecutive images on all cores.</summary>
    /// <param name="seed">Which endless set of images.</param>
    /// <param name="first">Index of the first image; at least 0.</param>
    /// <param name="count">How many; at least 0.</param>
    /// <param name="threads">Threads to use, or -1 for one per core. The result does not depend on it.</param>
    /// <returns>"images", UInt8 [count, 1, 28, 28], and the label of each.</returns>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public static (NamedArray Images, int[] Labels) Generate(ulong seed, int first, int count, int threads = -1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Math.Min(int.MaxValue - first, Array.MaxLength / PixelCount));
        var pixels = new byte[count * PixelCount];
        var labels = new int[count];
        if (threads == 1 || OperatingSystem.IsBrowser()) // where nothing may wait for another thread
            for (var i = 0; i < count; i++)
                Draw(i);
        else
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, Draw);
        return (new NamedArray("images", ElementType.UInt8, [count, 1, Canvas.Size, Canvas.Size], pixels), labels);

        void Draw(int i) => Render(seed, first + i, pixels.AsSpan(i * PixelCount, PixelCount), out labels[i]);
    }

    private static int LabelOf(ulong seed, int index)
    {
        Span<int> digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        RandomGenerator.ForStream(seed, "digit-labels", (ulong)(index / 10)).Shuffle(digits);
        return digits[index % 10];
    }

    private static Allograph Choose(ReadOnlySpan<Allograph> allographs, RandomGenerator random)
    {
        var total = 0;
        foreach (var allograph in allographs)
            total += allograph.Weight;
        var ticket = random.NextInt32(total);
        var i = 0;
        for (; ticket >= allographs[i].Weight; i++)
            ticket -= allographs[i].Weight;
        return allographs[i];
    }
}
