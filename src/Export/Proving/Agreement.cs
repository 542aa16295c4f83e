using TorchBasics.Core.Errors;

namespace TorchBasics.Export.Proving;

/// <summary>Holds answers against those that are expected, number by number.</summary>
internal static class Agreement
{
    /// <summary>Compares several batches.</summary>
    /// <param name="subject">What is compared with what, for the line and for the error.</param>
    /// <param name="batches">The answers and what they should be; each side may bring bounds of its own, whose sum is allowed.</param>
    /// <returns>The line of the report.</returns>
    /// <exception cref="TorchBasicsException">A number is further off than rounding explains: kind Failed.</exception>
    public static ProofLine Compare(string subject, IReadOnlyList<(Outputs Actual, Outputs Expected)> batches)
    {
        var (numbers, largest, share) = (0L, 0.0, 0.0);
        foreach (var (actual, expected) in batches)
        {
            if (actual.Values.Length != expected.Values.Length)
                throw Differ(subject, actual.Samples, $"there are {actual.Values.Length} numbers; expected {expected.Values.Length}");
            for (var i = 0; i < actual.Values.Length; i++)
            {
                var (difference, allowed) = (Math.Abs(actual.Values[i] - expected.Values[i]), Bound(actual, i) + Bound(expected, i));
                if (!(difference <= allowed || difference == 0)) // a NaN is not
                    throw Differ(subject, actual.Samples, Describe(actual, expected, i, allowed));
                largest = Math.Max(largest, difference);
                share = Math.Max(share, difference == 0 ? 0 : difference / allowed);
            }

            numbers += actual.Values.Length;
        }

        return new(subject, numbers, largest, share);
    }

    private static double Bound(Outputs outputs, int i) => outputs.Errors.Length == 0 ? 0 : outputs.Errors[i];

    private static string Describe(Outputs actual, Outputs expected, int i, double allowed)
    {
        var each = actual.Values.Length / actual.Samples;
        var margin = double.IsNaN(allowed) ? "and rounding leaves no bound within which they could differ" : FormattableString.Invariant($"give or take {allowed:G3}");
        var cause = double.IsFinite(actual.Values[i]) ? string.Empty : ": its numbers exceed the range of single precision";
        return FormattableString.Invariant($"output {i % each} of sample {i / each} is {actual.Values[i]:G9}; expected {expected.Values[i]:G9}, {margin}{cause}");
    }

    private static TorchBasicsException Differ(string subject, int batch, string how) =>
        new(ErrorKind.Failed, $"{subject}: with {batch} {(batch == 1 ? "sample" : "samples")} at once, {how}.");
}
