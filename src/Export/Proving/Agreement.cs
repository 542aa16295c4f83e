using TorchBasics.Core.Errors;
using TorchBasics.Reference.Rounding;

namespace TorchBasics.Export.Proving;

/// <summary>Holds answers against those that are expected, number by number.</summary>
internal static class Agreement
{
    /// <summary>Compares several batches.</summary>
    /// <param name="subject">What is compared with what, for the line and for the error.</param>
    /// <param name="batches">
    /// The answers and what they should be; each side may bring bounds of its own, whose sum is allowed.
    /// </param>
    /// <returns>The line of the report.</returns>
    /// <exception cref="TorchBasicsException">A number is further off than rounding explains: kind Failed.</exception>
    public static ProofLine Compare(string subject, IReadOnlyList<(Outputs Actual, Outputs Expected)> batches)
    {
        var all = BoundedComparison.None;
        foreach (var (actual, expected) in batches)
        {
            if (actual.Values.Length != expected.Values.Length)
                throw Differ(
                    subject, actual.Samples, $"there are {actual.Values.Length} numbers; expected {expected.Values.Length}");
            for (var i = 0; i < actual.Values.Length; i++)
                if (!Agree(Number(i)))
                    throw Differ(subject, actual.Samples, Describe(Number(i), i, actual.Values.Length / actual.Samples));
            all = all.Merge(BoundedComparison.Of([actual.Values.Length], Number));

            BoundedNumber Number(int i) => new(actual.Values[i], expected.Values[i], Bound(actual, i) + Bound(expected, i));
        }

        return new(subject, all.Count, all.Largest, all.Worst.Share);
    }

    private static double Bound(Outputs outputs, int i) => outputs.Errors.Length == 0 ? 0 : outputs.Errors[i];

    // Two results that overflowed alike, or are both no numbers, do not speak for each other.
    private static bool Agree(BoundedNumber number) => number.Share <= 1 && (number.Error > 0 || double.IsFinite(number.Actual));

    private static string Describe(BoundedNumber number, int place, int each)
    {
        var margin = double.IsNaN(number.Allowed)
            ? "and rounding leaves no bound within which they could differ"
            : FormattableString.Invariant($"give or take {number.Allowed:G3}");
        var cause = double.IsFinite(number.Actual) ? string.Empty : ": its numbers exceed the range of single precision";
        var where = $"output {place % each} of sample {place / each}";
        return FormattableString.Invariant($"{where} is {number.Actual:G9}; expected {number.Expected:G9}, {margin}{cause}");
    }

    private static TorchBasicsException Differ(string subject, int batch, string how) =>
        new(ErrorKind.Failed, $"{subject}: with {batch} {(batch == 1 ? "sample" : "samples")} at once, {how}.");
}
