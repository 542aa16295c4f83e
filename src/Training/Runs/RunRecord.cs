using TorchBasics.Training.Metrics;

namespace TorchBasics.Training.Runs;

/// <summary>The content of run.json: what was asked, with what it was done, and what came out.</summary>
public sealed record RunRecord
{
    /// <summary>How the run stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>What the user asked for.</summary>
    public required RunRequest Request { get; init; }

    /// <summary>Start of the first session, UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Versions of TorchBasics, TorchSharp, libtorch, .NET and the operating system.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>Device and threads in use.</summary>
    public required string Hardware { get; init; }

    /// <summary>Hash of the training set in use.</summary>
    public required string TrainingDataHash { get; init; }

    /// <summary>Hash of the test set in use.</summary>
    public required string TestDataHash { get; init; }

    /// <summary>Trainable numbers of the network.</summary>
    public required long Parameters { get; init; }

    /// <summary>Steps of the whole run.</summary>
    public required long TotalSteps { get; init; }

    /// <summary>"validation" when samples were kept back, else "test": what Loss and Accuracy of an epoch were measured on.</summary>
    public required string WatchedSet { get; init; }

    /// <summary>Every completed epoch.</summary>
    public IReadOnlyList<EpochMetrics> Epochs { get; init; } = [];

    /// <summary>The finished network on the test set; null before the end.</summary>
    public Evaluation? Test { get; init; }

    /// <summary>SHA-256 of the final weights; null before the end.</summary>
    public string? WeightHash { get; init; }

    /// <summary>Why the run failed; null when it did not.</summary>
    public string? Error { get; init; }
}
