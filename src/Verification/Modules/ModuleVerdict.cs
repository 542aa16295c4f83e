using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Verification.Running;

namespace TorchBasics.Verification.Modules;

/// <summary>What came out of the check of a module.</summary>
/// <param name="Network">Name of the description.</param>
/// <param name="Findings">Every comparison, in the order in which they were made.</param>
/// <param name="Hidden">Layers that could not be looked into, about which nothing is said but what follows from them.</param>
public sealed record ModuleVerdict(string Network, IReadOnlyList<Finding> Findings, IReadOnlyList<string> Hidden)
{
    private const int Shown = 5;

    /// <summary>Whether every comparison is within its bound.</summary>
    public bool Passed => Findings.Count > 0 && Findings.All(finding => finding.Deviation.Passed);

    /// <summary>
    /// What is wrong, or nearest to its bound: first the failures in the order in which one causes the next, one for each
    /// layer and quantity, then the largest errors.
    /// </summary>
    public IEnumerable<Finding> Worst
    {
        get
        {
            var failures = Findings.Where(finding => !finding.Deviation.Passed)
                .DistinctBy(finding => finding.Deviation.Place).ToList();
            return failures.Count > 0 ? failures : Findings.OrderByDescending(finding => finding.Deviation.Fraction);
        }
    }

    /// <summary>The verdict in words: one line, then the worst findings, then what could not be seen.</summary>
    /// <returns>Several lines without a line break at the end.</returns>
    public override string ToString()
    {
        var failed = Findings.Count(finding => !finding.Deviation.Passed);
        var numbers = Findings.Sum(finding => finding.Deviation.Count);
        var lines = new List<string>
        {
            Passed
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Network}: the module computes what the description says. {Findings.Count:N0} comparisons of {numbers:N0} "
                    + $"numbers, largest error {Findings.Max(finding => finding.Deviation.Fraction):P1} of its bound.")
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Network}: the module does not compute what the description says: {failed:N0} of "
                    + $"{Counted.Of(Findings.Count, "comparison")} failed. First:"),
        };
        if (!Passed)
            lines.AddRange(Worst.Take(Shown).Select(finding => $"  {finding.Check,-10}  {finding.Deviation}"));
        if (Hidden.Count > 0)
            lines.Add(
                $"Seen from outside only: {string.Join(", ", Hidden)}. "
                + "A submodule of that name that runs once would be looked into.");
        return string.Join('\n', lines);
    }
}
