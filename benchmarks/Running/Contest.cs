namespace TorchBasics.Benchmarks.Running;

/// <summary>One kind of work and all who compete in it; the first of them is what the others are compared with.</summary>
/// <param name="Name">A short name, to ask for it.</param>
/// <param name="Title">What the table calls it.</param>
/// <param name="Threads">Threads that every rival may use.</param>
/// <param name="SamplesPerStep">Samples in one step.</param>
/// <param name="FlopsPerStep">Additions and multiplications of one step, by formula.</param>
/// <param name="Tolerance">How far the results of two rivals may lie apart.</param>
/// <param name="Entrants">Who competes.</param>
internal sealed record Contest(
    string Name,
    string Title,
    int Threads,
    int SamplesPerStep,
    long FlopsPerStep,
    double Tolerance,
    IReadOnlyList<Entrant> Entrants)
{
    /// <summary>Whether one step is so short that its time says more than samples per second.</summary>
    public bool IsLatency => SamplesPerStep < 16;
}

/// <summary>A rival that is not there yet: making one may load data or start a process.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Create">Makes it.</param>
internal sealed record Entrant(string Name, Func<Rival> Create);
