using System.Text.Json.Serialization;
using TorchBasics.Training;
using TorchBasics.Training.Metrics;
using TorchBasics.Training.Records;

namespace TorchBasics.Cli.Reports;

/// <summary>A line of "train --json-lines".</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Start), "start")]
[JsonDerivedType(typeof(Step), "step")]
[JsonDerivedType(typeof(Epoch), "epoch")]
[JsonDerivedType(typeof(Checkpoint), "checkpoint")]
[JsonDerivedType(typeof(End), "end")]
internal abstract record TrainingEvent
{
    /// <summary>Before the first step of this session.</summary>
    /// <param name="Folder">Folder of the run.</param>
    /// <param name="Request">What was asked for.</param>
    /// <param name="Parameters">Trainable numbers of the network.</param>
    /// <param name="TotalSteps">Steps of the whole run.</param>
    /// <param name="ResumedAt">Steps that were done before; null where the run begins.</param>
    /// <param name="WatchedSet">What loss and accuracy of an epoch are measured on: "validation" or "test".</param>
    /// <param name="Versions">Versions of all that takes part.</param>
    internal sealed record Start(
        string Folder,
        RunRequest Request,
        long Parameters,
        long TotalSteps,
        long? ResumedAt,
        string WatchedSet,
        IReadOnlyDictionary<string, string> Versions) : TrainingEvent;

    /// <summary>Where the run is, once a second.</summary>
    /// <param name="Number">Steps done since the start of the run.</param>
    /// <param name="InEpoch">The epoch that it is in, counted from 1.</param>
    /// <param name="LearningRate">Rate of the last step.</param>
    /// <param name="TrainLoss">Mean loss in this epoch so far.</param>
    /// <param name="TrainAccuracy">Share of right answers, likewise.</param>
    /// <param name="SamplesPerSecond">Speed in this epoch so far.</param>
    internal sealed record Step(
        [property: JsonPropertyName("step")] long Number,
        [property: JsonPropertyName("epoch")] int InEpoch,
        double LearningRate,
        double TrainLoss,
        double TrainAccuracy,
        double SamplesPerSecond) : TrainingEvent;

    /// <summary>After an epoch and its evaluation.</summary>
    /// <param name="Metrics">What it gave.</param>
    internal sealed record Epoch(EpochMetrics Metrics) : TrainingEvent;

    /// <summary>After a checkpoint is safe on disk.</summary>
    /// <param name="AtStep">Steps done since the start of the run.</param>
    /// <param name="Path">Its file.</param>
    internal sealed record Checkpoint([property: JsonPropertyName("step")] long AtStep, string Path) : TrainingEvent;

    /// <summary>At the end of this session, whatever the reason.</summary>
    /// <param name="Status">How the run stands.</param>
    /// <param name="Folder">Folder of the run.</param>
    /// <param name="Test">The finished network on the test set; null before the end.</param>
    /// <param name="WeightHash">SHA-256 of the final weights; null before the end.</param>
    /// <param name="Error">Why the run failed; null when it did not.</param>
    internal sealed record End(
        RunStatus Status, string Folder, Evaluation? Test, string? WeightHash, string? Error) : TrainingEvent;
}
