using System.Globalization;
using TorchBasics.Reference.Rounding;
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
        deviation.Numbers.Index.Count == 0
            ? $"{deviation.Place}"
            : $"{deviation.Place}[{string.Join(", ", deviation.Numbers.Index)}]";

    /// <summary>"conv1.bias.grad[3] of lenet5 on libtorch float32 (local check, step 1)".</summary>
    /// <param name="row">A row that failed.</param>
    /// <returns>Where it failed first.</returns>
    public static string Where(ReportRow row)
    {
        var (deviation, step) = FirstOf(row);
        return $"{Element(deviation)} of {row.Model} on {row.Engine} ({row.Check} "
            + $"check{(step is { } number ? $", step {number}" : string.Empty)})";
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
            var worst = deviation.Numbers.Worst;
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"is {worst.Actual:G9}, expected {worst.Expected:G9}: off by {worst.Error:G3}, {Over(worst)}");
            yield return $"bound: {deviation.Reason}";
            if (deviation.Subject is { } subject)
                yield return $"where: {subject}";
        }

        if (row.Worst is { Problem: null, Numbers.Worst: var last } && row.Step != step)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"worst in step {row.Step}: {Element(row.Worst)} is {last.Actual:G9}, expected {last.Expected:G9}, {Over(last)}");
    }

    private static (Deviation Deviation, int? Step) FirstOf(ReportRow row) =>
        row.FirstFailure is { } first ? (first.Deviation, first.Step) : (row.Worst, row.Step);

    private static string Over(BoundedNumber worst) => worst.Allowed == 0
        ? "where no error is allowed"
        : string.Create(CultureInfo.InvariantCulture, $"where {worst.Allowed:G3} is allowed ({worst.Share:N1} times as much)");
}
