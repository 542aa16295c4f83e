using System.Globalization;
using System.Text;

namespace TorchBasics.Tests.Damage;

/// <summary>What came of each kind of damage.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, (int Tried, int Same, int Refused)> _counts = new(StringComparer.Ordinal);

    /// <summary>What should not have happened, with what is needed to see it again.</summary>
    public List<string> Findings { get; } = [];

    /// <summary>How often something was tried.</summary>
    public int Tried => _counts.Values.Sum(count => count.Tried);

    /// <summary>How often the weights were those of an undisturbed run.</summary>
    public int Same => _counts.Values.Sum(count => count.Same);

    /// <summary>How often the damage was named and nothing changed.</summary>
    public int Refused => _counts.Values.Sum(count => count.Refused);

    /// <summary>Counts one case.</summary>
    public void Add(string kind, Outcome outcome)
    {
        var (tried, same, refused) = _counts.GetValueOrDefault(kind);
        _counts[kind] = (tried + 1, same + (outcome == Outcome.Same ? 1 : 0), refused + (outcome == Outcome.Refused ? 1 : 0));
    }

    /// <summary>The table, then the findings.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (kind, (tried, same, refused)) in _counts)
            Line(kind, tried, same, refused);
        Line("all", Tried, Same, Refused);
        foreach (var finding in Findings)
            text.Append("finding: ").Append(finding).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"{Findings.Count} findings\n");
        return text.ToString();

        void Line(string kind, int tried, int same, int refused) =>
            text.Append(CultureInfo.InvariantCulture, $"{kind,-36}{tried,6} tried{same,6} the same weights{refused,6} refused\n");
    }
}
