using System.Globalization;
using TorchBasics.Verification.Checks;

namespace TorchBasics.Verification.Running;

/// <summary>Findings in words.</summary>
public static class FindingText
{
    /// <summary>A share of a bound: "43.1 %", "712 times", "not allowed at all".</summary>
    /// <param name="fraction">The share.</param>
    /// <returns>The words.</returns>
    public static string Share(double fraction) => fraction switch
    {
        0 => "0 %",
        < 0.001 => "< 0.1 %",
        double.PositiveInfinity => "far more than 100 %",
        > 10 => string.Create(CultureInfo.InvariantCulture, $"{fraction:N0} times"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{100 * fraction:F1} %"),
    };

    /// <summary>"conv1.weight.grad[3, 0, 1, 2]".</summary>
    /// <param name="deviation">The comparison.</param>
    /// <returns>Its array and its worst element.</returns>
    public static string Element(Deviation deviation) =>
        deviation.Index.Count == 0 ? $"{deviation.Place}" : $"{deviation.Place}[{string.Join(", ", deviation.Index)}]";

    /// <summary>"conv1.bias.grad[3] of lenet5 on libtorch float32 (local check, step 1)".</summary>
    /// <param name="row">A row that failed.</param>
    /// <returns>Where it failed first.</returns>
    public static string Where(ReportRow row)
    {
        var (deviation, step) = FirstOf(row);
        return $"{Element(deviation)} of {row.Model} on {row.Engine} ({row.Check} check{(step is { } number ? $", step {number}" : string.Empty)})";
    }

    /// <summary>What is wrong: the two numbers, the error, what is allowed and why.</summary>
    /// <param name="row">A row that failed.</param>
    /// <returns>One line for each thing to say.</returns>
    public static IEnumerable<string> What(ReportRow row)
    {
        var (deviation, step) = FirstOf(row);
        if (deviation.Problem is { } problem)
        {
            yield return problem;
        }
        else
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"is {deviation.Actual:G9}, expected {deviation.Expected:G9}: off by {Math.Abs(deviation.Actual - deviation.Expected):G3}, {Over(deviation)}");
            yield return $"bound: {deviation.Reason}";
            if (deviation.Subject is { } subject)
                yield return $"where: {subject}";
        }

        if (row.Worst.Problem is null && row.Step != step)
            yield return string.Create(CultureInfo.InvariantCulture, $"worst in step {row.Step}: {Element(row.Worst)} is {row.Worst.Actual:G9}, expected {row.Worst.Expected:G9}, {Over(row.Worst)}");
    }

    private static (Deviation Deviation, int? Step) FirstOf(ReportRow row) =>
        row.FirstFailure is { } first ? (first.Deviation, first.Step) : (row.Worst, row.Step);

    private static string Over(Deviation deviation) => deviation.Allowed == 0
        ? "where no error is allowed"
        : string.Create(CultureInfo.InvariantCulture, $"where {deviation.Allowed:G3} is allowed ({deviation.Fraction:N1} times as much)");
}
