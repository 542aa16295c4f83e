using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;

namespace TorchBasics.Verification.Checks;

/// <summary>
/// Runs the same steps on another number of threads and asks for the same bits. The batch is made so large that threads
/// have something to share, by repeating its samples.
/// </summary>
/// <typeparam name="TPrecision">The format of the engine.</typeparam>
/// <param name="other">The engine with the other number of threads.</param>
public sealed class ThreadCheck<TPrecision>(IEngine other) : IEngineCheck
    where TPrecision : IPrecision
{
    private const int Samples = 70; // not a multiple of any vector

    /// <inheritdoc/>
    public string Name => "threads";

    /// <inheritdoc/>
    public IEnumerable<Deviation> Check(IEngine engine, RunSpec spec)
    {
        var large = spec with { Steps = [.. spec.Steps.Take(2).Select(step => RunSpecs.Repeat(step, Samples))] };
        foreach (var (expected, actual) in other.Train(large).Zip(engine.Train(large)))
            foreach (var (one, two) in expected.InCausalOrder().Zip(actual.InCausalOrder()))
                yield return Comparison.Exactly<TPrecision>(one.Place, two.Values, one.Values);
    }
}
