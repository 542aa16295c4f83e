using System.Globalization;
using System.Text;
using TorchBasics.Benchmarks.Reporting;

namespace TorchBasics.Benchmarks.Growth;

/// <summary>How time and memory grow: measured, tabulated and drawn.</summary>
internal static class GrowthReport
{
    private const string BatchChart = "docs/growth-batch.svg";
    private const string DataChart = "docs/growth-data.svg";

    /// <summary>Measures, prints and draws.</summary>
    /// <param name="arguments">Options.</param>
    public static void Run(string[] arguments)
    {
        var (options, threads, output) = Arguments.Read(arguments, "artifacts/benchmarks/growth.md");
        void Progress(string line) => Console.Error.WriteLine(line);

        var load = new OtherLoad();
        var facts = Machine.Describe(threads);
        var byBatch = GrowthByBatch.Measure(options, threads, Progress);
        var share = load.Share();
        var byData = GrowthByData.Measure(threads, Progress);

        Directory.CreateDirectory("docs");
        File.WriteAllText(
            BatchChart, GrowthChart.Draw("pictures in a batch", step: 4, "microseconds per picture", least: null, byBatch));
        File.WriteAllText(
            DataChart, GrowthChart.Draw("pictures in the training set", step: 10, "microseconds per picture; megabytes", least: 1,
            [
                new(
                    "microseconds per picture, batch 64",
                    [.. byData.Select(size => new GrowthPoint(size.Pictures, size.MicrosecondsPerPicture))]),
                new(
                    "resident megabytes after six seconds of training",
                    [.. byData.Select(size => new GrowthPoint(size.Pictures, size.MegabytesAtEnd))]),
            ]));
        Page.Publish(Compose([.. facts, ("other programs", OtherLoad.Describe(share))], byBatch, byData), output);
        Console.Error.WriteLine($"drawn to {BatchChart} and {DataChart}");
    }

    private static string Compose(
        IReadOnlyList<(string Name, string Value)> facts,
        IReadOnlyList<GrowthCurve> byBatch,
        IReadOnlyList<GrowthByData.Size> byData)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in facts)
            text.Append(CultureInfo.InvariantCulture, $"- {name}: {value}\n");

        text.Append("\nMicroseconds per picture, LeNet-5, by the pictures in a batch:\n\n| who |")
            .AppendJoin('|', byBatch[0].Points.Select(point => Figure(point.Size))).Append("|\n|---|");
        text.AppendJoin('|', byBatch[0].Points.Select(_ => "---:")).Append("|\n");
        foreach (var curve in byBatch)
            text.Append(CultureInfo.InvariantCulture, $"| {curve.Name} |")
                .AppendJoin('|', curve.Points.Select(point => Figure(point.Value))).Append("|\n");

        text.Append("\nLeNet-5 training, batch 64, by the pictures in the training set:\n\n");
        text.Append(
            "| pictures | µs per picture | MB at the start | MB six seconds later | peak MB |\n|---:|---:|---:|---:|---:|\n");
        foreach (var size in byData)
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {size.Pictures:n0} | {Figure(size.MicrosecondsPerPicture)} | {size.MegabytesAtStart:n0} | "
                + $"{size.MegabytesAtEnd:n0} | {size.PeakMegabytes:n0} |\n");
        return text.ToString();
    }

    private static string Figure(double value) => value.ToString(value >= 100 ? "n0" : "0.#", CultureInfo.InvariantCulture);
}
