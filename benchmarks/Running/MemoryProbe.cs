using System.Diagnostics;
using System.Globalization;
using TorchBasics.Core.Errors;

namespace TorchBasics.Benchmarks.Running;

/// <summary>Measures the peak memory of one rival: memory of rivals that share a process cannot be told apart.</summary>
internal static class MemoryProbe
{
    /// <summary>The verb with which this program starts itself.</summary>
    public const string Verb = "peak-memory";

    private const int Steps = 200;

    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(10); // for whoever is slow

    /// <summary>Starts this program anew for one rival.</summary>
    /// <param name="contest">The work.</param>
    /// <param name="entrant">Who does it.</param>
    /// <param name="threads">Threads of the training contests.</param>
    /// <returns>Bytes.</returns>
    public static long Ask(Contest contest, Entrant entrant, int threads)
    {
        using var process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!, [Verb, threads.ToString(CultureInfo.InvariantCulture), contest.Name, entrant.Name])
        {
            RedirectStandardOutput = true
        })!;
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return long.TryParse(answer, CultureInfo.InvariantCulture, out var bytes)
            ? bytes
            : throw new TorchBasicsException(
                ErrorKind.Failed, $"The memory of {entrant.Name} could not be measured: its process answered '{answer.Trim()}'.");
    }

    /// <summary>Answers such a request: some steps, then the peak on standard output.</summary>
    /// <param name="contests">All contests.</param>
    /// <param name="contest">Name of the work.</param>
    /// <param name="entrant">Name of the rival.</param>
    public static void Answer(IReadOnlyList<Contest> contests, string contest, string entrant)
    {
        var work = contests.Single(candidate => candidate.Name == contest);
        TorchSharp.torch.set_num_threads(work.Threads);
        using var rival = work.Entrants.Single(candidate => candidate.Name == entrant).Create();
        var start = Stopwatch.GetTimestamp();
        for (var step = 0; step < Steps && Stopwatch.GetElapsedTime(start) < Enough; step++)
            rival.Time(1);
        Console.WriteLine(rival.PeakMemory().ToString(CultureInfo.InvariantCulture));
    }
}
