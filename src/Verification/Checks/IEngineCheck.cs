using TorchBasics.Verification.Engines;

namespace TorchBasics.Verification.Checks;

/// <summary>A check that asks an engine for runs of its own.</summary>
public interface IEngineCheck
{
    /// <summary>What a report calls it, such as "lattice".</summary>
    string Name { get; }

    /// <summary>Puts an engine to the test.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="spec">A run: its network, weights and batches are what the check works with.</param>
    /// <returns>Comparisons, each made when it is asked for.</returns>
    /// <exception cref="EngineException">
    /// The engine could not do what it was asked; it comes while the comparisons are read, and whoever reads them makes a finding
    /// of it.
    /// </exception>
    IEnumerable<Deviation> Check(IEngine engine, RunSpec spec);
}
