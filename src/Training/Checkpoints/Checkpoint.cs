using System.Text.Json;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats;
using TorchBasics.Formats.Models;
using TorchBasics.Formats.SafeTensors;

namespace TorchBasics.Training.Checkpoints;

/// <summary>A moment of a run, from which it continues to the same final weights, bit by bit.</summary>
/// <param name="Model">The network as it is at this moment; the file of a checkpoint is also that of a model.</param>
/// <param name="State">Where the run stands.</param>
/// <param name="OptimizerArrays">Every buffer of the optimizer, and its count of steps.</param>
/// <param name="Best">
/// The weights after the epoch with the smallest loss, every array of the network; none before it, or without patience.
/// </param>
public sealed record Checkpoint(
    Model Model, CheckpointState State, IReadOnlyList<NamedArray> OptimizerArrays, IReadOnlyList<NamedArray> Best)
{
    private const string OptimizerPrefix = "optimizer.";
    private const string BestPrefix = "best.";
    private const string StateKey = "checkpoint";

    /// <summary>The part a <see cref="Trainer"/> takes.</summary>
    public TrainerState Trainer => new(State.Step, State.Meter, Model.Weights, OptimizerArrays);

    /// <summary>Writes the checkpoint whole or not at all, flushed to disk.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TorchBasicsException">The disk is full, the folder not writable; an old file is still there.</exception>
    public void Write(string path) => Write(path, FileOperations.Instance);

    /// <summary>Writes the checkpoint through a file system that may fail.</summary>
    internal void Write(string path, IFileOperations files) => ModelFile.Write(
        path,
        Model,
        [
            .. OptimizerArrays.Select(array => Renamed(array, OptimizerPrefix + array.Name)),
            .. Best.Select(array => Renamed(array, BestPrefix + array.Name))
        ],
        new Dictionary<string, string> { [StateKey] = JsonSerializer.Serialize(State, CheckpointJson.Default.CheckpointState) },
        files);

    /// <summary>Reads a checkpoint; all of it is checked.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="MalformedFileException">The file is damaged.</exception>
    /// <exception cref="TorchBasicsException">The file is missing, or holds a model without the state of a run.</exception>
    public static Checkpoint Read(string path)
    {
        var file = SafeTensorsFile.Read(path);
        var model = ModelFile.Of(path, file);
        var text = file.Metadata.GetValueOrDefault(ModelTexts.Prefix + StateKey)
            ?? throw new TorchBasicsException(
                ErrorKind.Data, $"{path} holds a finished model, not a checkpoint; a run cannot continue from it.");
        var state = MetadataText.Read(path, StateKey, text, json => ReadState(json)?.Check());
        return new(model, state, Arrays(OptimizerPrefix), Arrays(BestPrefix));

        // A layer may have a name that begins like the prefix.
        List<NamedArray> Arrays(string prefix) =>
        [
            .. file.Arrays.Where(array => array.Name.StartsWith(prefix, StringComparison.Ordinal)
                && model.Architecture.Parameters.All(parameter => parameter.Name != array.Name))
                .Select(array => Renamed(array, array.Name[prefix.Length..])),
        ];
    }

    private static CheckpointState? ReadState(string json)
    {
        using (var document = JsonDocument.Parse(json))
            if (!document.RootElement.TryGetProperty("run", out _))
                throw new NotSupportedException(
                    "it has no id of a run, as versions of TorchBasics wrote checkpoints before runs had one; "
                    + "such a run cannot be continued");
        return JsonSerializer.Deserialize(json, CheckpointJson.Default.CheckpointState);
    }

    private static NamedArray Renamed(NamedArray array, string name) => new(name, array.Type, array.Sizes, array.Bytes);
}
