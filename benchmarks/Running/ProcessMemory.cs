using System.Globalization;

namespace TorchBasics.Benchmarks.Running;

/// <summary>Memory of this process as Linux counts it (man proc_pid_status); 0 on other systems.</summary>
internal static class ProcessMemory
{
    /// <summary>The most that was resident at any time since the start, in bytes.</summary>
    public static long Peak() => Read("VmHWM:");

    /// <summary>What is resident now, in bytes.</summary>
    public static long Resident() => Read("VmRSS:");

    private static long Read(string field)
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(
            line[field.Length..].Replace("kB", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024;
    }
}
