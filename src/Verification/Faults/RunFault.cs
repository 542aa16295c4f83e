using TorchBasics.Training.Runs;

namespace TorchBasics.Verification.Faults;

/// <summary>
/// A mistake that somebody could make around the steps of a training: it is constant, so that a resumed run makes it again.
/// </summary>
public sealed record RunFault
{
    private readonly Func<RunParts, RunParts> _inject;

    internal RunFault(string stage, string name, RunProbe probe, Func<RunParts, RunParts> inject) =>
        (Stage, Name, Probe, _inject) = (stage, name, probe, inject);

    /// <summary>Every fault.</summary>
    public static IReadOnlyList<RunFault> All { get; } = RunFaults.All;

    /// <summary>The stage of a run that a check must name first, such as "order".</summary>
    public string Stage { get; }

    /// <summary>The mistake in words.</summary>
    public string Name { get; }

    /// <summary>The run on which it shows.</summary>
    public RunProbe Probe { get; }

    internal RunParts Parts => _inject(RunParts.Product);
}
