using System.Diagnostics;
using TorchBasics.Core;

namespace TorchBasics.Cli.Benchmarking;

/// <summary>
/// Times contenders in turns: each round gives each one a turn of the same length, in an order drawn anew, so that what else
/// happens on the machine hits all alike.
/// </summary>
internal static class InterleavedTimes
{
    private const int WarmUpShare = 5; // a fifth of each turn runs unmeasured: it fetches caches and wakes threads

    /// <summary>Times them.</summary>
    /// <param name="contenders">The contenders.</param>
    /// <param name="settings">How long.</param>
    /// <param name="finished">Called with the number of turns that are done.</param>
    /// <param name="cancellation">Ends it between two turns.</param>
    /// <returns>Seconds for a step of each contender, one for each round.</returns>
    public static IReadOnlyList<IReadOnlyList<double>> Measure(
        IReadOnlyList<Contender> contenders, BenchmarkSettings settings, Action<int> finished, CancellationToken cancellation)
    {
        var turn = settings.Seconds / BenchmarkSettings.Rounds;
        var steps = contenders.Select(contender => StepsOf(contender, turn, cancellation)).ToList();
        var times = contenders.Select(_ => new double[BenchmarkSettings.Rounds]).ToList();
        var order = Enumerable.Range(0, contenders.Count).ToArray();
        var (random, done) = (new RandomGenerator(BenchmarkSettings.Seed), 0);
        for (var round = 0; round < BenchmarkSettings.Rounds; round++)
        {
            random.Shuffle<int>(order);
            foreach (var each in order)
            {
                cancellation.ThrowIfCancellationRequested();
                contenders[each].Work(Math.Max(1, steps[each] / WarmUpShare));
                times[each][round] = Time(contenders[each], steps[each]) / steps[each];
                finished(++done);
            }
        }

        return times;
    }

    // Doubles the steps until they take a good part of a turn; by then the machine code is the one that stays.
    private static int StepsOf(Contender contender, double turn, CancellationToken cancellation)
    {
        var steps = 1;
        double seconds;
        while ((seconds = Time(contender, steps)) < turn / 2 && steps < 1 << 28)
        {
            cancellation.ThrowIfCancellationRequested();
            steps *= 2;
        }

        return (int)Math.Clamp(steps * turn / seconds, 1, 1 << 28);
    }

    private static double Time(Contender contender, int steps)
    {
        var start = Stopwatch.GetTimestamp();
        contender.Work(steps);
        return Math.Max(Stopwatch.GetElapsedTime(start).TotalSeconds, 1e-9);
    }
}
