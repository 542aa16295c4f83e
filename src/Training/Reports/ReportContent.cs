using TorchBasics.Core;
using TorchBasics.Training.Data;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Reports;

/// <summary>All that a report shows.</summary>
public sealed record ReportContent
{
    /// <summary>What was asked, with what it was done, and what came out.</summary>
    public required RunRecord Record { get; init; }

    /// <summary>What was learnt, with the classes and the name of the data.</summary>
    public required Model Model { get; init; }

    /// <summary>The test set that <see cref="Mistakes"/> number; null when there are none to show.</summary>
    public SampleSet? Test { get; init; }

    /// <summary>The worst mistakes on the test set, the worst first.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; init; } = [];

    internal string ClassName(int number) =>
        number < Model.ClassNames.Count
            ? Model.ClassNames[number]
            : number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
