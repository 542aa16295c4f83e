using System.Globalization;
using System.Text;
using TorchBasics.Benchmarks.Reporting;

namespace TorchBasics.Benchmarks.Ranks;

/// <summary>How fast several processes train: measured on this machine, and computed for several.</summary>
internal static class RankReport
{
    /// <summary>The word with which it is asked for.</summary>
    public const string Verb = "ranks";

    /// <summary>Measures, computes and writes.</summary>
    /// <param name="arguments">Options.</param>
    public static void Run(string[] arguments)
    {
        var (options, threads, output) = Arguments.Read(arguments, "artifacts/benchmarks/ranks.md");
        var load = new OtherLoad();
        var facts = Machine.Describe(threads);
        var measured = new RankMeasurement(options, line => Console.Error.WriteLine(line));
        measured.Run();

        var text = new StringBuilder();
        foreach (var (name, value) in facts.Where(fact => fact.Name is not "other libraries" and not "threads"))
            text.Append(CultureInfo.InvariantCulture, $"- {name}: {value}\n");
        text.Append(CultureInfo.InvariantCulture, $"- launchers: {string.Join(", ", measured.Launchers.Select(Describe))}\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"- rounds: {options.Rounds}, in each every setting once with {options.TurnSeconds} s for each network and batch\n");
        text.Append(CultureInfo.InvariantCulture, $"- other programs: {OtherLoad.Describe(load.Share())}\n\n");
        MeasuredTables.AppendSteps(text, measured);
        MeasuredTables.AppendLinks(text, measured);
        new ComputedTables(text, measured).Append();
        Page.Publish(text.ToString().TrimEnd('\n') + "\n", output);
    }

    private static string Describe(RankLauncher launcher) =>
        launcher.Ask(2, LinkProbe.Verb, "--library").Select(line => string.Join(' ', line)).FirstOrDefault(launcher.Name);
}
