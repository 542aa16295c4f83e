using TorchBasics.Verification.Running;

namespace TorchBasics.Verification.Faults;

/// <summary>What the check of a run made of a fault.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="First">The first failure; null where none was found.</param>
public sealed record RunFaultResult(RunFault Fault, Finding? First)
{
    /// <summary>Whether it was found at its stage.</summary>
    public bool Passed => First?.Check == Fault.Stage;
}
