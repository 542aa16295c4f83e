using System.Text.Json;
using TorchBasics.Core;

namespace TorchBasics.Training.Checkpoints;

/// <summary>A moment of a run, from which it continues to the same final weights, bit by bit.</summary>
/// <param name="Info">What the weights are; a checkpoint is also a model.</param>
/// <param name="State">Where the run stands.</param>
/// <param name="Weights">Every array of the network.</param>
/// <param name="OptimizerArrays">Every buffer of the optimizer, and its count of steps.</param>
public sealed record Checkpoint(
    ModelInfo Info, CheckpointState State, IReadOnlyList<NamedArray> Weights, IReadOnlyList<NamedArray> OptimizerArrays)
{
    private const string OptimizerPrefix = "optimizer.";

    /// <summary>The part a <see cref="Trainer"/> takes.</summary>
    public TrainerState Trainer => new(State.Step, State.Meter, Weights, OptimizerArrays);

    /// <summary>Writes the checkpoint whole or not at all, flushed to disk.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TorchBasicsException">The disk is full, the folder not writable; an old file is still there.</exception>
    public void Write(string path) => ModelFile.Write(
        path,
        Info,
        [.. Weights, .. OptimizerArrays.Select(array => Renamed(array, OptimizerPrefix + array.Name))],
        new Dictionary<string, string> { ["checkpoint"] = JsonSerializer.Serialize(State, CheckpointJson.Default.CheckpointState) });

    /// <summary>Reads a checkpoint; all of it is checked.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="MalformedFileException">The file is damaged.</exception>
    /// <exception cref="TorchBasicsException">The file is missing, or holds a model without the state of a run.</exception>
    public static Checkpoint Read(string path)
    {
        var (info, file, more) = ModelFile.ReadAll(path);
        var text = more("checkpoint")
            ?? throw new TorchBasicsException(ErrorKind.Data, $"{path} holds a finished model, not a checkpoint; a run cannot continue from it.");
        var state = CheckpointJson.Read(path, "checkpoint", text, json => JsonSerializer.Deserialize(json, CheckpointJson.Default.CheckpointState));
        var optimizer = file.Arrays.Where(array => array.Name.StartsWith(OptimizerPrefix, StringComparison.Ordinal));
        return new(info, state, ModelFile.Weights(info.Architecture, file), [.. optimizer.Select(array => Renamed(array, array.Name[OptimizerPrefix.Length..]))]);
    }

    private static NamedArray Renamed(NamedArray array, string name) => new(name, array.Type, array.Sizes, array.Bytes);
}
