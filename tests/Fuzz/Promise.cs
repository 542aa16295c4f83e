using System.Diagnostics;
using System.Globalization;
using TorchBasics.Core.Errors;

namespace TorchBasics.Tests.Fuzz;

/// <summary>
/// What every reader promises, whatever the bytes are: an answer or a MalformedFileException with a place and a reason,
/// in 50 ms for up to 64 KiB and in proportion beyond, with at most 4 times the size of the input plus 16 MiB of memory.
/// </summary>
internal static class Promise
{
    private const int MemoryFactor = 4;
    private const long FixedMemory = 16 << 20;
    private const int TimedLength = 64 << 10;
    private const double Milliseconds = 50;

    // A first call waits for the compiler, and any for the collector; a slow reader is slow every time. What other programs
    // take of the processors does not count from the second time on.
    private const int Repetitions = 12;

    /// <summary>Reads one input.</summary>
    /// <param name="input">The whole content of a file.</param>
    /// <param name="parse">The reader.</param>
    /// <returns>How the promise was broken, or null when it was kept.</returns>
    public static string? FaultOf(byte[] input, Action<byte[]> parse)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        try
        {
            parse(input);
        }
        catch (MalformedFileException error)
        {
            if (error.Offset < 0 || error.Reason.Length == 0)
                return $"the error has no place or no reason: {error.Message}";
        }
        catch (Exception error)
        {
            return error.ToString();
        }

        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > (MemoryFactor * (long)input.Length) + FixedMemory)
            return $"{allocated} bytes were allocated for {input.Length}";
        return elapsed > Allowed(input.Length) ? Slow(input, parse, elapsed) : null;
    }

    private static double Allowed(int length) => Milliseconds * Math.Max(1, length / (double)TimedLength);

    private static string? Slow(byte[] input, Action<byte[]> parse, double best)
    {
        for (var i = 0; i < Repetitions && best > Allowed(input.Length); i++)
        {
            var start = ThreadTime.Now;
            try
            {
                parse(input);
            }
            catch (MalformedFileException)
            {
                // Its form was looked at the first time.
            }

            best = Math.Min(best, ThreadTime.Now - start);
        }

        return best > Allowed(input.Length) ? string.Create(
            CultureInfo.InvariantCulture, $"{best:F1} ms, the best of {Repetitions + 1}, for {input.Length} bytes") : null;
    }
}
