namespace TorchBasics.Verification.Running;

/// <summary>What a check was made with.</summary>
/// <param name="Versions">Versions by name: "torchbasics", "torchsharp", "libtorch", "dotnet", "os".</param>
/// <param name="Seed">Seed of weights, batches and of the checks' own numbers.</param>
/// <param name="Engines">Names of the engines, in order.</param>
/// <param name="Runs">The runs, one for each network, in order.</param>
public sealed record CheckHeader(
    IReadOnlyDictionary<string, string> Versions, ulong Seed, IReadOnlyList<string> Engines, IReadOnlyList<RunHeader> Runs)
{
    /// <summary>The header of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="versions">Versions by name.</param>
    /// <returns>The header.</returns>
    public static CheckHeader Of(CheckPlan plan, IReadOnlyDictionary<string, string> versions) => new(
        versions,
        plan.Options.Seed,
        [.. plan.Engines.Concat(plan.ThreadPairs.Select(pair => pair.Other)).Select(engine => engine.Name).Distinct()],
        [.. plan.Runs.Select(RunHeader.Of)]);
}
