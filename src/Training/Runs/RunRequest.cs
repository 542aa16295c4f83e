using TorchBasics.Training.Data;

namespace TorchBasics.Training.Runs;

/// <summary>What a user asks for when a run starts. It is stored with the run, so that nothing needs to be said again to continue.</summary>
public sealed record RunRequest
{
    /// <summary>Name of the model: in the catalogue, or as the file says from which the run began.</summary>
    public required string Model { get; init; }

    /// <summary>The file whose network is trained further; null for a model of the catalogue that begins with random weights.</summary>
    public string? Origin { get; init; }

    /// <summary>Name, folder or file of the data set.</summary>
    public required string Data { get; init; }

    /// <summary>What else was said about the data.</summary>
    public DataOptions DataOptions { get; init; } = new();

    /// <summary>"auto", "cpu", "cuda" or "cuda:1".</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Threads of libtorch; null means as many as the machine offers.</summary>
    public int? Threads { get; init; }

    /// <summary>How to train.</summary>
    public required TrainingOptions Options { get; init; }
}
