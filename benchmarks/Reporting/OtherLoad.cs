using System.Diagnostics;
using System.Globalization;

namespace TorchBasics.Benchmarks.Reporting;

/// <summary>How busy other programs keep the processors while we measure; a number that belongs beside every timing.</summary>
internal sealed class OtherLoad
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux of today

    private const double BusyShare = 0.05;

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly double _busy = Busy();
    private readonly double _own = Own();

    /// <summary>Processor seconds that others used since the start, as a share of all there were, in [0, 1].</summary>
    public double Share()
    {
        var available = Stopwatch.GetElapsedTime(_start).TotalSeconds * Environment.ProcessorCount;
        return Math.Max(0, (Busy() - _busy - (Own() - _own)) / available);
    }

    /// <summary>That share in words, and what it means when it is large.</summary>
    /// <param name="share">In [0, 1].</param>
    public static string Describe(double share)
    {
        var percent = string.Create(CultureInfo.InvariantCulture, $"{100 * share:f1} % of the processors' time");
        return share < BusyShare ? percent : $"{percent}: the machine was busy, and these figures are provisional";
    }

    // "cpu user nice system idle iowait irq softirq steal ..." in ticks, all processors together (man proc_stat).
    private static double Busy()
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]
            .Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        return (fields[0] + fields[1] + fields[2] + fields[5] + fields[6] + fields[7]) / TicksPerSecond;
    }

    private static double Own()
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        return Environment.CpuUsage.TotalTime.TotalSeconds + Children();
    }

    // Children that run, and those that have ended: fields 14 and 15, 16 and 17 of stat (man proc_pid_stat).
    private static double Children()
    {
        var ticks = Fields("/proc/self/stat")[15..17].Sum();
        foreach (var child in File.ReadAllText($"/proc/self/task/{Environment.ProcessId}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries))
            ticks += File.Exists($"/proc/{child}/stat") ? Fields($"/proc/{child}/stat")[13..15].Sum() : 0;
        return ticks / TicksPerSecond;
    }

    // The second field is a name in brackets that may hold spaces; it counts as one.
    private static double[] Fields(string path)
    {
        var text = File.ReadAllText(path);
        var rest = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return [0, 0, .. rest.Select(field => double.TryParse(field, CultureInfo.InvariantCulture, out var value) ? value : 0)];
    }
}
