namespace TorchBasics.Kernels.Proving;

/// <summary>The first number that an engine computed wrongly.</summary>
/// <param name="Operator">The operator and which of its results: "conv2d, gradient of the input".</param>
/// <param name="Shape">The sizes.</param>
/// <param name="Threads">With which threads, "all threads" or "one thread", or which of our kernels, "Vector512".</param>
/// <param name="Index">Place in the result, row-major.</param>
/// <param name="Expected">What every correct implementation gives.</param>
/// <param name="Found">What was computed.</param>
public sealed record WrongAnswer(string Operator, string Shape, string Threads, int Index, float Expected, float Found)
{
    /// <summary>Looks for the first number that differs.</summary>
    /// <returns>It, or null when all are equal; a zero may be negative.</returns>
    internal static WrongAnswer? Find(
        string name, string shape, string threads, ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
    {
        var index = expected.CommonPrefixLength(found);
        return index == expected.Length && index == found.Length ? null
            : new WrongAnswer(name, shape, threads, index, NumberAt(expected, index), NumberAt(found, index));
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Operator} ({Shape}, {Threads}): number {Index} is {Found}, expected {Expected}");

    private static float NumberAt(ReadOnlySpan<float> numbers, int index) => index < numbers.Length ? numbers[index] : 0;
}
