using System.Diagnostics;
using System.Globalization;

namespace TorchBasics.Tests.Fuzz;

/// <summary>
/// One format: a worker does the work, and when an input kills it or makes it hang, that is noted and another goes on.
/// </summary>
internal sealed class Campaign(InstrumentedProgram program, FuzzOptions options, string format)
{
    private const int MostWorkers = 20;
    private const int HangAfter = 20; // looks without progress, a second apart

    private readonly string _folder = Path.GetFullPath(Path.Combine(options.Folder, format));
    private readonly Stopwatch _clock = new();
    private long _earlier;

    private double SecondsLeft => options.Seconds - _clock.Elapsed.TotalSeconds;

    /// <summary>Does the work and prints how far it got.</summary>
    /// <returns>The number of findings.</returns>
    public long Run()
    {
        var order = new WorkOrder(
            format, options.Count, options.Seconds, _folder, options.Seed, program.TemporaryFile("black-box"));
        File.Delete(order.KindsFile);
        var line = string.Empty;
        _clock.Start();
        for (var worker = 0UL; worker < MostWorkers && _earlier < options.Count && SecondsLeft > 0; worker++)
        {
            using var box = new BlackBox(order.BlackBox) { Count = 0, Findings = 0 };
            using var process = program.Start(
                order with { Count = options.Count - _earlier, Seconds = SecondsLeft, Seed = options.Seed + worker });
            var died = Watch(process, box);
            if (died is not null)
                NewFindings(order).Add(box.Input, died);
            line = Line(box, NewFindings(order).Count);
            _earlier += box.Count;
            if (died is null)
                break;
        }

        Console.WriteLine($"{Clear}{line}");
        return NewFindings(order).Count;
    }

    private static Findings NewFindings(WorkOrder order) => new(order.FindingsFolder, order.KindsFile);

    private static string Clear => Console.IsOutputRedirected ? string.Empty : "\r\e[K";

    // What killed the worker, or null when it was done.
    private string? Watch(Process process, BlackBox box)
    {
        var (last, unchanged) = (-1L, 0);
        while (!process.WaitForExit(TimeSpan.FromSeconds(1)))
        {
            unchanged = box.Count == last ? unchanged + 1 : 0;
            last = box.Count;
            if (unchanged == HangAfter)
            {
                InstrumentedProgram.Kill(process);
                return "the reader hangs";
            }

            if (!Console.IsOutputRedirected)
                Console.Write($"{Clear}{Line(box, box.Findings)}");
        }

        return process.ExitCode == 0 ? null : $"the process ended with the exit code {process.ExitCode}";
    }

    private string Line(BlackBox box, long findings)
    {
        var (count, seconds) = (_earlier + box.Count, _clock.Elapsed.TotalSeconds);
        return string.Create(CultureInfo.InvariantCulture,
            $"{format,-12} {count,12:N0} inputs in {seconds:N0} s ({count / seconds:N0}/s), "
            + $"{box.Edges:N0} edges, {box.Kept:N0} kept, {findings} findings");
    }
}
