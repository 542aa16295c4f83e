using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Fused;

namespace TorchBasics.Verification.Runs;

/// <summary>How much of a run is checked.</summary>
public sealed record RunCheckOptions
{
    /// <summary>Steps that are followed from each start; null for 2, or 1 where a step takes the reference long.</summary>
    public int? Steps { get; init; }

    /// <summary>
    /// The first step to be followed, counted from 1; null for those behind each start: the beginning and every checkpoint.
    /// </summary>
    public long? From { get; init; }

    /// <summary>Whether every step of the run is computed again, so that the figures of every epoch are judged.</summary>
    public bool Whole { get; init; }

    /// <summary>Who computes the network; null for whoever did in the run.</summary>
    public KernelChoice? Kernels { get; init; }

    /// <summary>
    /// The network from a file that the run began with; null for one of the catalogue, or where the file is not at hand.
    /// </summary>
    public Model? Origin { get; init; }

    internal void Check()
    {
        if (Steps < 1)
            throw new TorchBasicsException(ErrorKind.Usage, $"--steps is {Steps}; expected at least 1.");
        if (From < 1)
            throw new TorchBasicsException(
                ErrorKind.Usage, $"--from is {From}; expected at least 1, the number of the first step.");
    }
}
