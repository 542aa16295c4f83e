namespace TorchBasics.Kernels.Proving;

/// <summary>
/// Small whole numbers. Sums of products of them stay below 2^24 and are therefore exact in single precision in any order of
/// summation, with or without fused multiply-adds: every correct implementation gives the same bits.
/// </summary>
internal static class Whole
{
    /// <summary>Numbers from -limit to limit that look unordered and are the same everywhere.</summary>
    /// <param name="count">How many.</param>
    /// <param name="limit">The largest, at least 1.</param>
    /// <param name="stream">Which of many such sequences.</param>
    /// <returns>The numbers.</returns>
    public static float[] Numbers(int count, int limit, uint stream)
    {
        var numbers = new float[count];
        var state = (stream * 2_654_435_769) + 1;
        for (var i = 0; i < count; i++)
        {
            state = (state * 1_664_525) + 1_013_904_223; // Numerical Recipes in C, 2nd edition, section 7.1, ranqd1
            numbers[i] = (int)((state >> 16) % (uint)((2 * limit) + 1)) - limit;
        }

        return numbers;
    }

    /// <summary>A checksum of numbers in their order: FNV-1a over their bits, in words, with one zero and one NaN.</summary>
    public static ulong Checksum(ReadOnlySpan<float> numbers)
    {
        var sum = 14_695_981_039_346_656_037;
        foreach (var number in numbers)
            sum = (sum ^ BitConverter.SingleToUInt32Bits(number + 0f)) * 1_099_511_628_211; // -0 + 0 = 0
        return sum;
    }
}
