namespace TorchBasics.Lessons.Learning;

/// <summary>The functions of two bits that the lessons speak of.</summary>
internal static class TruthTable
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["and", "or", "nand", "xor", "xnor"];

    /// <summary>The four rows: inputs and the right answer, in the order 00, 01, 10, 11.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>The rows.</returns>
    public static IReadOnlyList<(double X1, double X2, int Target)> Rows(string name) =>
        [.. new[] { (0, 0), (0, 1), (1, 0), (1, 1) }.Select(bits => ((double)bits.Item1, (double)bits.Item2, Value(name, bits)))];

    private static int Value(string name, (int A, int B) bits) => name switch
    {
        "and" => bits.A & bits.B,
        "or" => bits.A | bits.B,
        "nand" => 1 - (bits.A & bits.B),
        "xor" => bits.A ^ bits.B,
        "xnor" => 1 - (bits.A ^ bits.B),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such function."),
    };
}
