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
    /// <summary>What a step moves.</summary>
    public Traffic Traffic { get; init; }

    /// <summary>
    /// The same entrants, none of whom draws numbers, to see whether they compute the same; null where those that are measured
    /// do not either.
    /// </summary>
    public IReadOnlyList<Entrant>? Steady { get; init; }

    /// <summary>What somebody else published for this work; null where nothing is known.</summary>
    public PublishedRate? Published { get; init; }

    /// <summary>Whether one step is so short that its time says more than samples per second.</summary>
    public bool IsLatency => SamplesPerStep < 16;
}

/// <summary>A rival that is not there yet: making one may load data or start a process.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Create">Makes it.</param>
internal sealed record Entrant(string Name, Func<Rival> Create)
{
    /// <summary>
    /// Makes what it has to agree with where it does not do quite the contest's work; null where that is the contest's first.
    /// </summary>
    public Func<Rival>? Twin { get; init; }
}

/// <summary>A speed that somebody published, measured elsewhere.</summary>
/// <param name="Who">Who was fast.</param>
/// <param name="PerCore">Samples per second and core.</param>
/// <param name="Where">The measurements behind it and their source.</param>
internal sealed record PublishedRate(string Who, double PerCore, string Where);
