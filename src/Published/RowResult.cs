namespace TorchBasics.Published;

/// <summary>What a row gave on a machine: the content of a file under docs/published.</summary>
public sealed record RowResult
{
    /// <summary>The row.</summary>
    public required string Row { get; init; }

    /// <summary>How it stands to the published value.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Mean error on the test set, in percent.</summary>
    public required double Mean { get; init; }

    /// <summary>Standard deviation over the seeds, in percent.</summary>
    public required double Deviation { get; init; }

    /// <summary>Half of the 95 % interval of the mean, in percent.</summary>
    public required double HalfWidth { get; init; }

    /// <summary>Each seed.</summary>
    public required IReadOnlyList<SeedResult> Seeds { get; init; }

    /// <summary>
    /// SHA-256 of what each seed did: network, recipe, committee, device and threads that were asked for; null in files of
    /// versions that did not note it.
    /// </summary>
    public string? Work { get; init; }

    /// <summary>SHA-256 of the samples that were learnt; null in files of versions that did not note it.</summary>
    public string? TrainingSet { get; init; }

    /// <summary>SHA-256 of the samples that errors were counted on; null in files of versions that did not note it.</summary>
    public string? TestSet { get; init; }

    /// <summary>Time of all seeds together.</summary>
    public required double Seconds { get; init; }

    /// <summary>When it was measured.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The processor.</summary>
    public required string Machine { get; init; }

    /// <summary>Device, threads and kernels.</summary>
    public required string Hardware { get; init; }

    /// <summary>Versions of what took part.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }
}
