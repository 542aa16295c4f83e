using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TorchBasics.Tests.Fuzz;

/// <summary>
/// How long the calling thread has computed: what other programs and threads take of the processors does not count. Where
/// the operating system is not asked for it (Windows), it is the time that has passed.
/// </summary>
internal static class ThreadTime
{
    // CLOCK_THREAD_CPUTIME_ID
    private static readonly int Clock = OperatingSystem.IsLinux() ? 3 : OperatingSystem.IsMacOS() ? 16 : -1;

    /// <summary>Milliseconds since some moment.</summary>
    public static double Now => Clock >= 0 && GetTime(Clock, out var time) == 0
        ? (time.Seconds * 1e3) + (time.Nanoseconds * 1e-6)
        : Stopwatch.GetElapsedTime(0).TotalMilliseconds;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
