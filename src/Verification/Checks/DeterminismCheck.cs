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

    /// <inheritdoc/>
    public IEnumerable<Deviation> Check(IEngine engine, RunSpec spec)
    {
        var twoSteps = spec with { Steps = [.. spec.Steps.Take(2)] };
        var once = engine.Train(twoSteps).ToList(); // to its end first, because an engine may own a single network
        foreach (var (first, second) in once.Zip(engine.Train(twoSteps)))
        {
            Deviation[] deviations = [.. first.InCausalOrder()
                .Zip(second.InCausalOrder(), (a, b) => Comparison.Exactly<TPrecision>(a.Place, b.Values, a.Values))];
            foreach (var deviation in deviations)
                yield return deviation;
            if (!deviations.All(deviation => deviation.Passed))
                yield break; // what follows differs because of this
        }
    }
}
