using TorchBasics.Training.Metrics;
using TorchBasics.Training.Ranks;

namespace TorchBasics.Training.Records;

/// <summary>The content of run.json: what was asked, with what it was done, and what came out.</summary>
/// <remarks>
/// A new property is nullable, so that records written before it can be read. Nothing here is needed to continue a run: a
/// checkpoint holds what is, and a session that continues writes the record anew.
/// </remarks>
public sealed record RunRecord
{
    /// <summary>The format that is written and read.</summary>
    public const int CurrentFormat = 2;

    /// <summary>Number of the format: 2 since runs have an identity and records a digest.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Which run it is.</summary>
    public required RunIdentity Run { get; init; }

    /// <summary>How the run stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>What the user asked for.</summary>
    public required RunRequest Request { get; init; }

    /// <summary>Versions of TorchBasics, TorchSharp, libtorch, .NET and the operating system, in the last session.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>Device, threads and kernels of the last session.</summary>
    public required string Hardware { get; init; }

    /// <summary>Hashes of the sets in use.</summary>
    public required DataHashes DataHashes { get; init; }

    /// <summary>Trainable numbers of the network.</summary>
    public required long Parameters { get; init; }

    /// <summary>Steps of the whole run.</summary>
    public required long TotalSteps { get; init; }

    /// <summary>
    /// "validation" when samples were kept back, else "test": what Loss and Accuracy of an epoch were measured on.
    /// </summary>
    public required string WatchedSet { get; init; }

    /// <summary>Every completed epoch.</summary>
    public IReadOnlyList<EpochMetrics> Epochs { get; init; } = [];

    /// <summary>The finished network on the test set; null before the end.</summary>
    public Evaluation? Test { get; init; }

    /// <summary>SHA-256 of the final weights; null before the end.</summary>
    public string? WeightHash { get; init; }

    /// <summary>The processes that trained together; null for one alone, or before the end.</summary>
    public RankUse? Ranks { get; init; }

    /// <summary>Why the run failed; null when it did not.</summary>
    public string? Error { get; init; }
}
