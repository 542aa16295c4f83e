namespace TorchBasics.Lessons.Learning;

/// <summary>
/// A proof that no neuron answers the rows of a truth table: whole numbers, one for each row, with which the inequalities add up
/// to 0 > 0.
/// </summary>
/// <remarks>
/// A row with target 1 asks for w1 x1 + w2 x2 + b > 0, one with target 0 for -(w1 x1 + w2 x2 + b) >= 0. Such numbers exist
/// exactly where no weights do (Gordan 1873, Motzkin 1936). The inputs are whole numbers, so nothing is rounded.
/// </remarks>
/// <param name="Factors">How often each row is taken; at least one row with target 1 is.</param>
internal sealed record LineCertificate(IReadOnlyList<int> Factors)
{
    private const int Largest = 2;

    /// <summary>Looks for a proof with factors from 0 to 2.</summary>
    /// <param name="rows">Inputs 0 or 1, and targets.</param>
    /// <returns>The proof with the smallest sum of factors; null where there is none.</returns>
    public static LineCertificate? Find(IReadOnlyList<(double X1, double X2, int Target)> rows)
    {
        LineCertificate? best = null;
        for (var code = 1; code < Power(Largest + 1, rows.Count); code++)
        {
            int[] factors = [.. Enumerable.Range(0, rows.Count).Select(row => code / Power(Largest + 1, row) % (Largest + 1))];
            if (Sum(rows, factors) == (0, 0, 0) && rows.Zip(factors).Any(pair => pair.First.Target == 1 && pair.Second > 0)
                && (best is null || factors.Sum() < best.Factors.Sum()))
                best = new(factors);
        }

        return best;
    }

    /// <summary>The sums of the factors of w1, w2 and b over the inequalities.</summary>
    public static (int W1, int W2, int B) Sum(
        IReadOnlyList<(double X1, double X2, int Target)> rows, IReadOnlyList<int> factors)
    {
        var (w1, w2, b) = (0, 0, 0);
        foreach (var (row, factor) in rows.Zip(factors))
        {
            var signed = row.Target == 1 ? factor : -factor;
            (w1, w2, b) = (w1 + (signed * (int)row.X1), w2 + (signed * (int)row.X2), b + signed);
        }

        return (w1, w2, b);
    }

    private static int Power(int number, int times)
    {
        var power = 1;
        for (var k = 0; k < times; k++)
            power *= number;
        return power;
    }
}
