using TorchBasics.Core;
using TorchBasics.Core.Errors;
using static TorchSharp.torch;

namespace TorchBasics.Benchmarks.Running;

/// <summary>
/// Measures all rivals of a contest in turns: every round gives each a turn of equal length, in an order drawn anew, so
/// that what else happens on the machine hits all alike and nobody always follows the same neighbour. BenchmarkDotNet,
/// which ends one case before it begins the next, compares one minute of a machine with another.
/// </summary>
internal sealed class InterleavedRun(RunOptions options, Action<string> progress)
{
    private const int WarmUpShare = 10; // a tenth of each turn runs unmeasured: it fetches caches and wakes threads

    /// <summary>Runs a contest.</summary>
    /// <param name="contest">The contest.</param>
    /// <returns>The outcome; without standings when only the agreement was asked for.</returns>
    /// <exception cref="TorchBasicsException">The rivals do not compute the same.</exception>
    public Outcome Run(Contest contest)
    {
        set_num_threads(contest.Threads);
        var rivals = new List<Rival>();
        try
        {
            var difference = 0.0;
            if (contest.Steady is { } steady)
            {
                rivals.AddRange(steady.Select(entrant => entrant.Create()));
                difference = Agreement.Check(contest, steady, rivals);
                rivals.ForEach(rival => rival.Dispose());
                rivals.Clear();
            }

            foreach (var entrant in contest.Entrants)
                rivals.Add(entrant.Create());
            if (contest.Steady is null)
                difference = Agreement.Check(contest, contest.Entrants, rivals);
            progress($"{contest.Title}: {rivals.Count} rivals agree within {difference:g2}");
            if (options.AgreementOnly)
                return new(contest, [], MachineLimits.None, difference);
            return Measure(contest, rivals, difference);
        }
        finally
        {
            foreach (var rival in rivals)
                rival.Dispose();
        }
    }

    private Outcome Measure(Contest contest, List<Rival> rivals, double difference)
    {
        Yardstick[] yardsticks =
        [
            new MultiplyAddPeak(contest.Threads), new MatrixProduct(), ReadStream.OfLastCache(contest.Threads),
            ReadStream.OfMemory(contest.Threads), new WakeUp(contest.Threads),
        ];
        rivals.AddRange(yardsticks); // so that they are freed
        var turns = rivals.Select(rival => new Turns(rival, StepsPerTurn(rival))).ToArray();
        var random = new RandomGenerator(1);
        for (var round = 0; round < options.Rounds; round++)
        {
            progress($"{contest.Title}: round {round + 1} of {options.Rounds}");
            random.Shuffle<Turns>(turns);
            foreach (var turn in turns)
                turn.Take();
        }

        var times = rivals.Select(rival => turns.Single(turn => turn.Rival == rival)).ToList();
        var rates = yardsticks.Zip(times.TakeLast(yardsticks.Length), (yardstick, turn) =>
            turn.SecondsPerStep.Select(seconds => yardstick.UnitsPerStep / seconds).ToList()).ToList();
        var limits = new MachineLimits(
            Geometric(rates[0]), Geometric(rates[1]), Geometric(rates[2]), Geometric(rates[3]), Geometric(rates[4]));
        return new(contest, [.. times.SkipLast(yardsticks.Length).Select(Standing)], limits, difference);

        Standing Standing(Turns turn) => new(
            turn.Rival.Name,
            Geometric(turn.SecondsPerStep),
            LogRatio.Of(times[0].SecondsPerStep, turn.SecondsPerStep),
            LogRatio.Of([.. turn.SecondsPerStep.Select(seconds => contest.FlopsPerStep / seconds)], rates[1]),
            LogRatio.Of([.. turn.SecondsPerStep.Select(seconds => contest.FlopsPerStep / seconds)], rates[0]),
            turn.Rival.IsInProcess ? turn.Allocated / (double)turn.Steps : null,
            PeakMemory: null);
    }

    // Doubles the steps until they fill a turn; by then the machine code is the one that stays.
    private int StepsPerTurn(Rival rival)
    {
        var steps = 1;
        double seconds;
        while ((seconds = rival.Time(steps)) < options.TurnSeconds)
            steps *= 2;
        rival.Time(steps);
        return Math.Max(1, (int)(steps * options.TurnSeconds / seconds));
    }

    private static double Geometric(IEnumerable<double> values) => Math.Exp(values.Average(Math.Log));

    private sealed class Turns(Rival rival, int stepsPerTurn)
    {
        public Rival Rival => rival;

        public List<double> SecondsPerStep { get; } = [];

        public long Allocated { get; private set; }

        public long Steps { get; private set; }

        public void Take()
        {
            rival.Time(Math.Max(1, stepsPerTurn / WarmUpShare));
            var before = GC.GetTotalAllocatedBytes();
            SecondsPerStep.Add(rival.Time(stepsPerTurn) / stepsPerTurn);
            Allocated += GC.GetTotalAllocatedBytes() - before;
            Steps += stepsPerTurn;
        }
    }
}
