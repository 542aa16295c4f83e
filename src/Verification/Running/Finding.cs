using TorchBasics.Verification.Checks;

namespace TorchBasics.Verification.Running;

/// <summary>One comparison, with who made it of whom.</summary>
/// <param name="Engine">Name of the engine under test.</param>
/// <param name="Check">Name of the check.</param>
/// <param name="Step">The step of the run that was judged, from 1; null for a check with runs of its own.</param>
/// <param name="Deviation">The comparison.</param>
public sealed record Finding(string Engine, string Check, int? Step, Deviation Deviation);
