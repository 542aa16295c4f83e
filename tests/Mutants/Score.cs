using System.Text;

namespace TorchBasics.Tests.Mutants;

/// <summary>What a sample says of the tests.</summary>
/// <param name="outcomes">The outcome of each change.</param>
internal sealed class Score(IReadOnlyDictionary<Mutant, Outcome> outcomes)
{
    /// <summary>Killed and timed out, of all that were tried and could be.</summary>
    public double Share => (double)(Count(Outcome.Killed) + Count(Outcome.TimedOut)) / Tried;

    /// <summary>The same, if whatever timed out had survived.</summary>
    public double ShareKilled => (double)Count(Outcome.Killed) / Tried;

    private int Tried => Count(Outcome.Killed) + Count(Outcome.TimedOut) + Count(Outcome.Survived) + Count(Outcome.NotReached);

    /// <summary>The counts in Markdown, and the changes that nobody noticed.</summary>
    /// <param name="candidates">How many changes there were to draw from.</param>
    /// <returns>The text.</returns>
    public string Table(int candidates)
    {
        var text = new StringBuilder();
        text.AppendLine(
            $"{outcomes.Count} of {candidates:N0} changes drawn; "
            + $"{Count(Outcome.NotCompiled)} do not compile, {Count(Outcome.NotTried)} not tried for want of time");
        text.AppendLine().AppendLine("| folder | killed | timed out | survived | not reached | score |")
            .AppendLine("|---|---:|---:|---:|---:|---:|");
        foreach (var part in outcomes.GroupBy(pair => pair.Key.Project).OrderBy(part => part.Key))
            text.AppendLine(Row($"`{part.Key}`", new Score(part.ToDictionary())));
        text.AppendLine(Row("all", this)).AppendLine();
        text.AppendLine($"Score {Share:P1}; {ShareKilled:P1} if all that timed out had survived.").AppendLine();
        foreach (var (mutant, outcome) in outcomes.Where(
            pair => pair.Value is Outcome.Survived or Outcome.NotReached or Outcome.TimedOut))
            text.AppendLine($"{outcome}: {mutant}");
        return text.ToString();
    }

    private static string Row(string name, Score part) =>
        $"| {name} | {part.Count(Outcome.Killed)} | {part.Count(Outcome.TimedOut)} | {part.Count(Outcome.Survived)} | "
        + $"{part.Count(Outcome.NotReached)} | {part.Share:P1} |";

    private int Count(Outcome outcome) => outcomes.Values.Count(value => value == outcome);
}
