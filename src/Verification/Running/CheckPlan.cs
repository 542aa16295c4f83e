using TorchBasics.Verification.Engines;

namespace TorchBasics.Verification.Running;

/// <summary>Everything that a check is to go through.</summary>
/// <param name="Runs">One run for each network.</param>
/// <param name="Engines">The engines under test.</param>
/// <param name="Options">How much is checked.</param>
public sealed record CheckPlan(IReadOnlyList<RunSpec> Runs, IReadOnlyList<IEngine> Engines, CheckOptions Options)
{
    /// <summary>
    /// Engines to compare, bit by bit, with themselves on another number of threads; the second of a pair is checked, too.
    /// </summary>
    public IReadOnlyList<(IEngine One, IEngine Other)> ThreadPairs { get; init; } = [];
}
