using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Engines.Fused;
using TorchBasics.Verification.Running;

namespace TorchBasics.Verification.Generating;

/// <summary>Puts engines that are believed to be right through random runs: whatever a check finds is a false alarm.</summary>
public static class FalseAlarms
{
    private static readonly CheckOptions Options = new() { TrajectorySteps = 2, DualCoordinates = 8, Samples = 2 };

    /// <summary>The engines that every random run goes through.</summary>
    /// <returns>The reference itself, libtorch in both precisions, and the fused kernels.</returns>
    public static IReadOnlyList<IEngine> Engines() =>
        [new ReferenceEngine(), new TorchEngine(Precision.Float32), new TorchEngine(Precision.Float64), new FusedEngine()];

    /// <summary>Checks one random run.</summary>
    /// <param name="engines">The engines.</param>
    /// <param name="seed">Which run.</param>
    /// <returns>The findings that did not pass.</returns>
    public static IReadOnlyList<Finding> Check(IReadOnlyList<IEngine> engines, ulong seed)
    {
        var spec = RandomRuns.Draw(seed);
        return [.. engines.SelectMany(engine => CrossCheck.Run(engine, spec, Options))
            .Where(finding => !finding.Deviation.Passed)];
    }
}
