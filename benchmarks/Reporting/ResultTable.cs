using System.Globalization;
using System.Text;
using TorchBasics.Benchmarks.Running;

namespace TorchBasics.Benchmarks.Reporting;

/// <summary>All outcomes as one table in Markdown, which reads well on a console too.</summary>
internal static class ResultTable
{
    private static readonly string[] Columns =
        [
            "work", "who", "time per step", "samples/s", "speed [95 % interval]", "GFLOP/s", "of peak", "of limit",
            "of matrix product", "managed bytes/step", "peak MB",
        ];

    private static readonly string[] Legend =
    [
        "Speed is a multiple of the first of each group, from pairs of turns in the same round, "
        + "with the interval of Student's t of the mean logarithm.",
        "GFLOP/s counts 2 per multiply-add of convolutions and linear layers; "
        + "training counts forward once and backward twice, less the gradient of the input, which nobody needs.",
        "The peak is what multiply-adds reach whose numbers never leave the widest registers, "
        + "with the same threads in the same rounds.",
        "The limit is the longer of arithmetic at the peak and traffic at the rate of the last cache, or of memory where the "
        + "work is larger than that cache: weights, gradients and what the optimizer keeps, each as often as a step uses it.",
        "The matrix product is libtorch's, 1024 x 1024 floats, with the same threads in the same rounds.",
        "Peak MB is the most resident memory of a process that does only this, data included.",
    ];

    /// <summary>Composes the page.</summary>
    /// <param name="facts">Where and with what.</param>
    /// <param name="outcomes">What came out.</param>
    /// <returns>Markdown.</returns>
    public static string Compose(IReadOnlyList<(string Name, string Value)> facts, IReadOnlyList<Outcome> outcomes)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in facts)
            text.Append(CultureInfo.InvariantCulture, $"- {name}: {value}\n");
        foreach (var group in outcomes.GroupBy(outcome => outcome.Contest.Threads))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"- threads {group.Key}: multiply-adds from registers {Rate(group, limits => limits.Peak)} GFLOP/s, "
                + $"matrix product {Rate(group, limits => limits.MatrixProduct)} GFLOP/s, "
                + $"last cache {Rate(group, limits => limits.LastCache)} GB/s, "
                + $"memory {Rate(group, limits => limits.Memory)} GB/s{WakeUp(group)}\n");
        }

        text.Append('\n');
        AppendRows(text, [Columns, .. outcomes.SelectMany(Rows)]);
        text.Append('\n');
        foreach (var line in Legend)
            text.Append(line).Append('\n');
        foreach (var outcome in outcomes.Where(outcome => outcome.Contest.Published is not null))
            text.Append(Published(outcome, outcome.Contest.Published!)).Append('\n');
        text.Append(
            CultureInfo.InvariantCulture,
            $"Results agree within {outcomes.Max(outcome => outcome.LargestDifference):g2} "
            + $"({outcomes.Max(outcome => outcome.Contest.Tolerance):g2} is allowed).\n");
        return text.ToString();
    }

    /// <summary>A short time with a unit that gives it one to three digits before the point.</summary>
    public static string Time(double seconds) => seconds switch
    {
        < 1e-3 => string.Create(CultureInfo.InvariantCulture, $"{Digits(seconds * 1e6)} µs"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{Digits(seconds * 1e3)} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Digits(seconds)} s"),
    };

    private static IEnumerable<string[]> Rows(Outcome outcome) => outcome.Standings.Select((standing, index) => (string[])
    [
        index == 0 ? outcome.Contest.Title : string.Empty,
        standing.Name,
        Time(standing.SecondsPerStep),
        (outcome.Contest.SamplesPerStep / standing.SecondsPerStep).ToString("n0", CultureInfo.InvariantCulture),
        index == 0 ? "1" : Ratio(standing.Speed),
        Digits(outcome.Contest.FlopsPerStep / standing.SecondsPerStep / 1e9),
        Percent(standing.OfPeak.Mean),
        Limit(outcome, standing),
        Percent(standing.OfMatrixProduct.Mean),
        standing.AllocatedPerStep?.ToString("n0", CultureInfo.InvariantCulture) ?? "not seen",
        standing.PeakMemory is { } bytes ? (bytes / 1e6).ToString("n0", CultureInfo.InvariantCulture) : "-",
    ]);

    private static string Published(Outcome outcome, PublishedRate published)
    {
        var best = outcome.Standings.MinBy(standing => standing.SecondsPerStep)!;
        var rate = outcome.Contest.SamplesPerStep / best.SecondsPerStep / outcome.Contest.Threads;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{outcome.Contest.Title}: {published.Who} published about {published.PerCore:n0} samples/s and core "
            + $"({published.Where}); here {best.Name} does {rate:n0} per thread.");
    }

    // One thread wakes nobody.
    private static string WakeUp(IGrouping<int, Outcome> group) => group.Key == 1
        ? string.Empty
        : $", all threads woken in {Time(1 / (1e9 * Mean(group, limits => limits.WakeUps)))}";

    private static string Limit(Outcome outcome, Standing standing) =>
        Percent(outcome.Limits.LeastSeconds(outcome.Contest) / standing.SecondsPerStep)
        + (outcome.Limits.IsBoundByTraffic(outcome.Contest) ? " (traffic)" : string.Empty);

    private static string Rate(IEnumerable<Outcome> outcomes, Func<MachineLimits, double> rate) =>
        string.Create(CultureInfo.InvariantCulture, $"{Mean(outcomes, rate):f0}");

    private static double Mean(IEnumerable<Outcome> outcomes, Func<MachineLimits, double> rate) =>
        Math.Exp(outcomes.Average(outcome => Math.Log(rate(outcome.Limits)))) / 1e9;

    private static void AppendRows(StringBuilder text, IReadOnlyList<string[]> rows)
    {
        var widths = Columns.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        for (var i = 0; i < rows.Count; i++)
        {
            text.Append('|');
            for (var column = 0; column < widths.Length; column++)
                text.Append(' ')
                    .Append(column < 2 ? rows[i][column].PadRight(widths[column]) : rows[i][column].PadLeft(widths[column]))
                    .Append(" |");
            text.Append('\n');
            if (i == 0)
                text.Append('|').AppendJoin('|', widths.Select((width, column) =>
                    new string('-', width + (column < 2 ? 2 : 1)) + (column < 2 ? string.Empty : ":"))).Append("|\n");
        }
    }

    private static string Ratio(LogRatio ratio) =>
        string.Create(CultureInfo.InvariantCulture, $"{Digits(ratio.Mean)} [{Digits(ratio.Low)}, {Digits(ratio.High)}]");

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Digits(100 * share)} %");

    private static string Digits(double value) =>
        value.ToString(value switch { >= 100 => "n0", >= 10 => "f1", >= 1 => "f2", _ => "g2" }, CultureInfo.InvariantCulture);
}
