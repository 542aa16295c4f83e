namespace TorchBasics.Published;

/// <summary>What a run of a row has got so far, so that another one can go on with it.</summary>
public sealed record RowProgress
{
    /// <summary>The row.</summary>
    public required string Row { get; init; }

    /// <summary>SHA-256 of what each seed does: network, recipe, committee, device and threads that were asked for.</summary>
    public required string Work { get; init; }

    /// <summary>The seeds that are done, from the first, without a gap.</summary>
    public required IReadOnlyList<SeedResult> Seeds { get; init; }

    /// <summary>SHA-256 of the samples that were learnt.</summary>
    public required string TrainingSet { get; init; }

    /// <summary>SHA-256 of the samples that errors were counted on.</summary>
    public required string TestSet { get; init; }

    /// <summary>The processor.</summary>
    public required string Machine { get; init; }

    /// <summary>Device, threads and kernels.</summary>
    public required string Hardware { get; init; }

    /// <summary>Versions of what took part.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }
}
