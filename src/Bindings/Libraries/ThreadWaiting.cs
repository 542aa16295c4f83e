using System.Globalization;
using System.Runtime.Versioning;

namespace TorchBasics.Bindings.Libraries;

/// <summary>
/// How libtorch's threads wait for each other. GNU OpenMP lets them spin for milliseconds, which is the fastest on a
/// machine of their own and ruinous beside another busy program: on two cores an epoch of LeNet-5 took 90 s beside a
/// compiler and 5 s alone, with sleeping threads 8 s in both cases. So they sleep when others are busy at the start.
/// What the user has set is left alone.
/// </summary>
internal static class ThreadWaiting
{
    private const string Policy = "OMP_WAIT_POLICY";
    private const int Samples = 5;

    /// <summary>Chooses between spinning and sleeping; takes effect only before libtorch's OpenMP library is loaded.</summary>
    [SupportedOSPlatform("linux")]
    public static void Choose()
    {
        if (Environment.GetEnvironmentVariable(Policy) is not null
            || Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is not null)
            return;
        if (IsShared(ReadSamples(), Environment.ProcessorCount))
            NativeEnvironment.SetDefault(Policy, "PASSIVE");
    }

    /// <summary>Whether other programs keep at least half of the processors busy.</summary>
    /// <param name="runnable">Threads of the whole system that wanted to run, this one included, at several moments.</param>
    /// <param name="processors">Processors of the machine.</param>
    /// <returns>True when it was so at every moment, so that a short burst does not count.</returns>
    internal static bool IsShared(IReadOnlyList<int> runnable, int processors) =>
        runnable.Count > 0 && runnable.All(count => count - 1 >= Math.Max(1, processors / 2));

    [SupportedOSPlatform("linux")]
    private static List<int> ReadSamples()
    {
        var counts = new List<int>();
        try
        {
            for (var i = 0; i < Samples; i++)
            {
                // "0.20 0.18 0.12 1/80 11206": the fourth field is runnable/all threads (man proc_loadavg).
                var field = File.ReadAllText("/proc/loadavg").Split(' ')[3];
                counts.Add(int.Parse(field[..field.IndexOf('/', StringComparison.Ordinal)], CultureInfo.InvariantCulture));
                Thread.Yield();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException
            or IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            counts.Clear(); // not a Linux that tells; the default of OpenMP stays
        }

        return counts;
    }
}
