using System.Globalization;
using Spectre.Console;
using TorchBasics.Cli.Benchmarking;
using TorchBasics.Cli.Reports;
using TorchBasics.Core;

namespace TorchBasics.Cli.Rendering;

/// <summary>A benchmark as a table.</summary>
internal static class BenchmarkText
{
    public static void Print(Screen screen, BenchmarkReport report)
    {
        var machine = report.Machine;
        LabelledText.Print(screen, "machine", $"{machine.Processor ?? "unknown processor"}, "
            + $"{Counted.Of(machine.Processors, "processor")} in use, vectors of {machine.VectorBits} bits, {machine.System}");
        LabelledText.Print(screen, "engines", $"our kernels {machine.Kernels}; libtorch {machine.Versions["libtorch"]} with "
            + $"{machine.CpuCapability}, oneDNN {machine.OneDnnVersion} {(machine.OneDnn ? "on" : "off")}"
            + (machine.Versions.TryGetValue("onnxruntime", out var version) ? $"; ONNX Runtime {version}" : ""));
        LabelledText.Print(screen, "versions", $"TorchBasics {machine.Versions["torchbasics"]}, "
            + $"TorchSharp {machine.Versions["torchsharp"]}, .NET {machine.Versions["dotnet"]}");
        LabelledText.Print(screen, "model", string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Model}, {report.Parameters:N0} parameters, {report.MultiplyAdds:N0} multiply-adds for a sample"));
        LabelledText.Print(screen, "agreement", report.Agreed.Count == 0 ? "of nobody" : string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Agreed.Sum(engine => engine.Numbers):N0} numbers compared with the reference mathematics; the largest "
            + $"error is {100 * report.Agreed.Max(engine => engine.Share):F0} % of what rounding allows"));
        LabelledText.Print(screen, "timed", string.Create(
            CultureInfo.InvariantCulture,
            $"{report.SecondsEach} s for each engine and task, in {report.Rounds} turns, all engines in each round"));
        if (report.Rows.Count > 0)
            screen.Write(TableOf(report.Rows));
        foreach (var engine in report.Untimed)
            LabelledText.Print(screen, "not timed", $"{engine.Engine}, {Title(engine.Task)}: {engine.Reason}");
    }

    private static Table TableOf(IReadOnlyList<BenchmarkRow> rows)
    {
        var table = Tables.Create(
            ("task", ColumnKind.Name), ("engine", ColumnKind.Name), ("threads", ColumnKind.Number), ("median", ColumnKind.Number),
            ("lowest", ColumnKind.Number), ("highest", ColumnKind.Number), ("speed", ColumnKind.Number));
        BenchmarkTask? before = null;
        foreach (var row in rows)
        {
            var (title, value) = (row.Task == before ? "" : $"{Title(row.Task)}, {Unit(row.Task)}", Value(row.Task, row.Samples));
            string[] values = [value(row.SecondsPerStep), value(row.Fastest), value(row.Slowest)];
            if (row.Task != BenchmarkTask.OneSample)
                (values[1], values[2]) = (values[2], values[1]); // a slow turn has few samples per second
            table.AddRow(
                title, row.Engine, $"{row.Threads}", values[0], values[1], values[2],
                string.Create(CultureInfo.InvariantCulture, $"{row.Speed:F2}x"));
            before = row.Task;
        }

        return table;
    }

    private static string Title(BenchmarkTask task) => task switch
    {
        BenchmarkTask.Training => "training",
        BenchmarkTask.OneSample => "answer to one sample",
        BenchmarkTask.Batch => $"answers to {BenchmarkSettings.Batch} at once",
        BenchmarkTask.BatchOnAllThreads => "the same on all threads",
    };

    private static string Unit(BenchmarkTask task) => task == BenchmarkTask.OneSample ? "microseconds" : "samples/s";

    private static Func<double, string> Value(BenchmarkTask task, int samples) => task == BenchmarkTask.OneSample
        ? seconds => string.Create(CultureInfo.InvariantCulture, $"{1e6 * seconds:N2}")
        : seconds => string.Create(CultureInfo.InvariantCulture, $"{samples / seconds:N0}");
}
