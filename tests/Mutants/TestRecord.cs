using System.Globalization;

namespace TorchBasics.Tests.Mutants;

/// <summary>A test that passes without any change.</summary>
/// <param name="Name">Namespace, class and method.</param>
/// <param name="Seconds">How long it took, all its cases together.</param>
/// <param name="Mutants">Numbers of the changes that it comes by.</param>
internal sealed record TestRecord(string Name, double Seconds, IReadOnlyList<int> Mutants)
{
    public static TestRecord Parse(string line) => line.Split('\t') is [var name, var seconds, var mutants]
        ? new(
            name,
            double.Parse(seconds, CultureInfo.InvariantCulture),
            [.. mutants.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)])
        : throw new FormatException($"'{line}' is no line of coverage.tsv.");

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}\t{Seconds}\t{string.Join(' ', Mutants)}");
}
