using System.Globalization;
using System.Text;
using TorchBasics.Benchmarks.Reporting;
using TorchBasics.Benchmarks.Running;

namespace TorchBasics.Benchmarks.Ranks;

/// <summary>What was measured, as tables.</summary>
internal static class MeasuredTables
{
    /// <summary>Steps of all settings.</summary>
    public static void AppendSteps(StringBuilder text, RankMeasurement measured)
    {
        text.Append(
            "Measured. Speed is a multiple of the process alone with one thread, from pairs of the same round, with the "
            + "interval of Student's t of the mean logarithm. Computing alone is a step of a process alone whose batch is what "
            + "the busiest rank has. Bytes are what the busiest rank sends in a step; waiting is the share of a rank's time, on "
            + "the average.\n\n");
        List<string[]> rows = [["work", "who", "time per step", "speed [95 % interval]", "computing alone", "bytes", "waiting"]];
        foreach (var work in RankWork.All(RankWork.Batches))
            foreach (var setting in measured.Settings)
            {
                var (figures, alone) = (measured.Of(setting, work), measured.Of(measured.Alone, work));
                var most = ShareLayout.SliceSamples * Layout(work, setting).MostSlices();
                var rest = work with { Batch = Math.Min(work.Batch, most) };
                var isShared = setting.Launcher.Program is not null;
                rows.Add(
                [
                    setting == measured.Alone ? $"{work.Title}, batch {work.Batch}" : "",
                    setting.Title,
                    ResultTable.Time(figures.Seconds),
                    setting == measured.Alone ? "1" : Ratio(figures.SpeedOver(alone)),
                    isShared ? ResultTable.Time(measured.Of(measured.Alone, rest).Seconds) : "",
                    isShared ? figures.Bytes.ToString("n0", CultureInfo.InvariantCulture) : "",
                    isShared ? string.Create(CultureInfo.InvariantCulture, $"{100 * figures.Waiting:f0} %") : "",
                ]);
            }

        MarkdownTable.Append(text, words: 2, rows);
    }

    /// <summary>Messages between two ranks.</summary>
    public static void AppendLinks(StringBuilder text, RankMeasurement measured)
    {
        text.Append(
            "Measured. Messages between two ranks on this machine: seconds from sending to arrival, and of an exchange, in which "
            + "both send and receive at once, as in training.\n\n");
        List<string[]> rows =
            [["bytes", .. measured.Launchers.SelectMany(launcher => new[] { launcher.Name, "exchange", "GB/s each way" })]];
        var links = measured.Launchers.Select(measured.LinkOf).ToArray();
        for (var k = 0; k < links[0].Count; k++)
            rows.Add(
            [
                links[0][k].Bytes.ToString("n0", CultureInfo.InvariantCulture),
                .. links.SelectMany(link => new[]
                {
                    ResultTable.Time(link[k].There),
                    ResultTable.Time(link[k].Exchange),
                    (link[k].Bytes / link[k].Exchange / 1e9).ToString("0.00", CultureInfo.InvariantCulture),
                }),
            ]);
        MarkdownTable.Append(text, words: 0, rows);
    }

    private static ShareLayout Layout(RankWork work, Setting setting) => new(work.Batch, setting.Ranks);

    private static string Ratio(LogRatio ratio) =>
        string.Create(CultureInfo.InvariantCulture, $"{ratio.Mean:f2} [{ratio.Low:f2}, {ratio.High:f2}]");
}
