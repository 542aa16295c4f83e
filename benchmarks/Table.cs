using System.Globalization;
using TorchBasics.Benchmarks.Inference;
using TorchBasics.Benchmarks.Reporting;
using TorchBasics.Benchmarks.Running;
using TorchBasics.Benchmarks.Training;
using TorchBasics.Core.Errors;

namespace TorchBasics.Benchmarks;

/// <summary>The one table: all rivals in all contests.</summary>
internal static class Table
{
    /// <summary>Measures, prints and writes the table.</summary>
    /// <param name="arguments">Options.</param>
    /// <exception cref="TorchBasicsException">An option makes no sense, or rivals do not compute the same.</exception>
    public static void Run(string[] arguments)
    {
        var (options, threads, output) = Arguments.Read(arguments, "artifacts/benchmarks/table.md");
        using var training = new TrainingContests(threads);
        var contests = Contests(training)
            .Where(contest => options.Only is null || contest.Name.Contains(options.Only, StringComparison.Ordinal)).ToList();
        if (contests.Count == 0)
            throw new TorchBasicsException(ErrorKind.Usage, $"No work is called '{options.Only}'; "
                + $"expected one of {string.Join(", ", Contests(training).Select(contest => contest.Name))}.");

        var load = new OtherLoad();
        var facts = Machine.Describe(threads);
        var run = new InterleavedRun(options, line => Console.Error.WriteLine(line));
        List<Outcome> outcomes = [.. contests.Select(run.Run)];
        if (options.AgreementOnly)
            return;
        var share = load.Share(); // before memory is probed in processes that come and go
        if (options.Memory)
            outcomes = [.. outcomes.Select(outcome => WithMemory(outcome, threads))];

        var page = ResultTable.Compose(
            [.. facts, ("rounds", $"{options.Rounds} turns of "
                + $"{options.TurnSeconds.ToString(CultureInfo.InvariantCulture)} s each"),
                ("other programs", OtherLoad.Describe(share))],
            outcomes);
        Page.Publish(page, output);
        if (outcomes.Any(outcome => outcome.Contest.Threads == threads))
            File.WriteAllText(Path.ChangeExtension(output, ".svg"), Roofline.Draw(outcomes));
    }

    /// <summary>What <see cref="MemoryProbe"/> asks of a process of its own.</summary>
    public static void AnswerMemory(string threads, string contest, string entrant)
    {
        using var training = new TrainingContests(int.Parse(threads, CultureInfo.InvariantCulture));
        MemoryProbe.Answer(Contests(training), contest, entrant);
    }

    private static IReadOnlyList<Contest> Contests(TrainingContests training) => [.. training.All(), .. InferenceContests.All()];

    private static Outcome WithMemory(Outcome outcome, int threads)
    {
        Console.Error.WriteLine($"{outcome.Contest.Title}: peak memory");
        return outcome with
        {
            Standings = [.. outcome.Standings.Zip(
                outcome.Contest.Entrants,
                (standing, entrant) => standing with { PeakMemory = MemoryProbe.Ask(outcome.Contest, entrant, threads) })],
        };
    }
}
