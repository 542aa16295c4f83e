using System.Globalization;
using System.Text;

namespace TorchBasics.Published;

/// <summary>The rows with what was measured, as the documents show them.</summary>
public static class PublishedTable
{
    /// <summary>A table in Markdown.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder("| result | published | ours, mean and 95 % interval | seeds | time | verdict |\n")
            .Append("|---|---:|---:|---:|---:|---|\n");
        foreach (var row in RowCatalog.All)
        {
            var measured = RowCatalog.MeasuredFor(row);
            text.Append(CultureInfo.InvariantCulture, $"| `{row.Name}`: {row.Result} | {row.Published} | ");
            text.Append(measured is null ? "not measured | | | |\n" : string.Create(
                CultureInfo.InvariantCulture,
                $"{Ours(measured)} | {measured.Seeds.Count} | {Time(measured.Seconds)} | {Words(measured.Verdict)} |\n"));
        }

        return text.ToString();
    }

    /// <summary>Mean and interval, such as "4.61 ± 0.05 %".</summary>
    /// <param name="result">What was measured.</param>
    public static string Ours(RowResult result) => FormattableString.Invariant($"{result.Mean:F2} ± {result.HalfWidth:F2} %");

    /// <summary>A verdict in words.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string Words(Verdict verdict) => verdict switch
    {
        Verdict.Inside => "inside",
        Verdict.Better => "outside: fewer errors",
        Verdict.Worse => "outside: more errors",
        Verdict.Shortened => "shortened",
    };

    /// <summary>A time, such as "75 s" or "12 min".</summary>
    /// <param name="seconds">The time in seconds.</param>
    public static string Time(double seconds) => seconds < 120
        ? FormattableString.Invariant($"{seconds:F0} s") : FormattableString.Invariant($"{seconds / 60:F0} min");
}
