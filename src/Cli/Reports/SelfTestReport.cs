using TorchBasics.Verification.Faults;

namespace TorchBasics.Cli.Reports;

/// <summary>What "check --self-test --json" prints.</summary>
/// <param name="Passed">Whether every fault was found at its place by two checks, and nothing where there is no fault.</param>
/// <param name="Faults">Every fault.</param>
/// <param name="RunFaults">Every fault around the steps of a training.</param>
/// <param name="Alarms">What was found on runs without a fault, in words.</param>
/// <param name="RandomNetworks">How many random networks were checked for false alarms.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record SelfTestReport(
    bool Passed,
    IReadOnlyList<SelfTestReport.Entry> Faults,
    IReadOnlyList<SelfTestReport.RunEntry> RunFaults,
    IReadOnlyList<string> Alarms,
    int RandomNetworks,
    double Seconds)
{
    /// <summary>One fault.</summary>
    /// <param name="Group">What it is a mistake in.</param>
    /// <param name="Name">The mistake.</param>
    /// <param name="Places">Where it is.</param>
    /// <param name="FoundBy">The checks that found something.</param>
    /// <param name="NamedBy">The checks that named the place at once.</param>
    /// <param name="Passed">Whether at least two did.</param>
    /// <param name="First">What each check said first.</param>
    internal sealed record Entry(
        string Group,
        string Name,
        IReadOnlyList<string> Places,
        IReadOnlyList<string> FoundBy,
        IReadOnlyList<string> NamedBy,
        bool Passed,
        IReadOnlyList<string> First)
    {
        public static Entry Of(FaultResult result) => new(
            result.Fault.Group,
            result.Fault.Name,
            [.. result.Fault.Places.Select(place => place.ToString())],
            [.. result.FoundBy],
            [.. result.NamedBy],
            result.Passed,
            [.. result.First.Select(finding => $"{finding.Check}: {finding.Deviation}")]);
    }

    /// <summary>One fault around the steps of a training.</summary>
    /// <param name="Stage">The stage that it is in.</param>
    /// <param name="Name">The mistake.</param>
    /// <param name="Passed">Whether the check of a run named the stage at once.</param>
    /// <param name="First">What it said first; null for nothing.</param>
    internal sealed record RunEntry(string Stage, string Name, bool Passed, string? First)
    {
        public static RunEntry Of(RunFaultResult result) => new(
            result.Fault.Stage,
            result.Fault.Name,
            result.Passed,
            result.First is { } first ? $"{first.Check}: {first.Deviation}" : null);
    }
}
