using TorchBasics.Verification.Running;

namespace TorchBasics.Verification.Faults;

/// <summary>What the checks made of a fault.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="First">The first failure that each check reported.</param>
public sealed record FaultResult(Fault Fault, IReadOnlyList<Finding> First)
{
    /// <summary>The checks that found something.</summary>
    public IEnumerable<string> FoundBy => First.Select(finding => finding.Check);

    /// <summary>The checks that said the right place at once.</summary>
    public IEnumerable<string> NamedBy =>
        First.Where(finding => Fault.IsAt(finding.Deviation.Place)).Select(finding => finding.Check);

    /// <summary>Whether two checks found it where it is.</summary>
    public bool Passed => NamedBy.Count() >= SelfTest.ChecksNeeded;
}
