using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;

namespace TorchBasics.Verification.Checks;

/// <summary>Runs the same steps twice and asks for the same bits.</summary>
/// <typeparam name="TPrecision">The format of the engine.</typeparam>
public sealed class DeterminismCheck<TPrecision> : IEngineCheck
    where TPrecision : IPrecision
{
    /// <inheritdoc/>
    public string Name => "determinism";

    /// <summary>Compares two runs that should be the same.</summary>
    /// <param name="one">An engine.</param>
    /// <param name="other">The same, or one that should do the same.</param>
    /// <param name="spec">The run.</param>
    /// <returns>Comparisons of every array of every step; none behind the first step that differs.</returns>
    internal static IEnumerable<Deviation> Compare(IEngine one, IEngine other, RunSpec spec)
    {
        // One after the other, because an engine may own a single network.
        var records = one.Train(spec).ToList();
        foreach (var (first, second) in records.Zip(other.Train(spec)))
        {
            Deviation[] deviations = [.. first.InCausalOrder().Zip(second.InCausalOrder(), (a, b) => Comparison.Exactly<TPrecision>(a.Place, b.Values, a.Values))];
            foreach (var deviation in deviations)
                yield return deviation;
            if (!deviations.All(deviation => deviation.Passed))
                yield break;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<Deviation> Check(IEngine engine, RunSpec spec)
    {
        // Which elements a dropout drops is chance that the engine draws for itself.
        if (spec.Architecture.Layers.Any(layer => layer is Core.Layers.Dropout))
            return [];
        try
        {
            return [.. Compare(engine, engine, spec with { Steps = [.. spec.Steps.Take(2)] })];
        }
        catch (EngineException error)
        {
            return [Deviation.Failed(error.Place, $"the engine failed: {error.Reason}")];
        }
    }
}
