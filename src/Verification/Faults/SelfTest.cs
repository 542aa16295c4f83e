using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Engines.Fused;
using TorchBasics.Verification.Running;

namespace TorchBasics.Verification.Faults;

/// <summary>
/// Proves that the checks can fail: puts one fault at a time into a copy of the engine under test and demands that two
/// independent checks find it and say where it is.
/// </summary>
public static class SelfTest
{
    /// <summary>How many checks must name the right place.</summary>
    public const int ChecksNeeded = 2;

    private static readonly CheckOptions Options = new() { TrajectorySteps = 3, DualCoordinates = 64, Samples = 3 };

    /// <summary>Runs every check on every probe without a fault, on libtorch and on the fused kernels.</summary>
    /// <returns>Probes and whatever was found, which should be nothing.</returns>
    public static IEnumerable<(Probe Probe, IReadOnlyList<Finding> Alarms)> RunClean() =>
        from engine in (IEngine[])[new TorchEngine(Precision.Float32), new FusedEngine()]
        from probe in Enum.GetValues<Probe>()
        select (probe, Failures(engine, probe));

    /// <summary>Injects one fault and runs every check.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>What each check said first.</returns>
    public static FaultResult Run(Fault fault)
    {
        var failures = Failures(fault.Engine(), fault.Probe);
        return new(
            fault, [.. failures.GroupBy(failure => failure.Check).Select(group => group.MinBy(failure => failure.Step ?? 0)!)]);
    }

    private static IReadOnlyList<Finding> Failures(IEngine engine, Probe probe) =>
        [.. CrossCheck.Run(engine, Probes.Of(probe), Options).Where(finding => !finding.Deviation.Passed)];
}
