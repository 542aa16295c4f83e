using System.Globalization;

namespace TorchBasics.Tests.Fuzz;

/// <summary>What one worker has to do.</summary>
/// <param name="Format">Name of the format.</param>
/// <param name="Count">Inputs.</param>
/// <param name="Seconds">At most so long.</param>
/// <param name="Folder">Of the format: its corpus and its findings.</param>
/// <param name="Seed">Of the random changes.</param>
/// <param name="BlackBox">The file through which the worker is watched.</param>
internal sealed record WorkOrder(string Format, long Count, double Seconds, string Folder, ulong Seed, string BlackBox)
{
    public string CorpusFolder => Path.Combine(Folder, "corpus");

    public string FindingsFolder => Path.Combine(Folder, "findings");

    public string KindsFile => $"{BlackBox}.kinds";

    public string[] ToArguments() =>
        [Format, Text(Count), Text(Seconds), Folder, Text(Seed), BlackBox];

    public static WorkOrder Parse(string[] arguments) => new(
        arguments[0],
        long.Parse(arguments[1], CultureInfo.InvariantCulture),
        double.Parse(arguments[2], CultureInfo.InvariantCulture),
        arguments[3],
        ulong.Parse(arguments[4], CultureInfo.InvariantCulture),
        arguments[5]);

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
