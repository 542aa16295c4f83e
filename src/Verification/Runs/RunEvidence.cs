using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Models;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Records;

namespace TorchBasics.Verification.Runs;

/// <summary>What a run has left in its folder. Nothing is written and nothing locked.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Record">The record.</param>
/// <param name="Checkpoints">The checkpoints that can be read, the oldest first.</param>
/// <param name="Model">The finished model; null before the end.</param>
/// <param name="Best">The model of the best epoch, of a run with patience; null without.</param>
/// <param name="Damaged">What could not be read.</param>
internal sealed record RunEvidence(
    string Folder,
    RunRecord Record,
    IReadOnlyList<Checkpoint> Checkpoints,
    Model? Model,
    Model? Best,
    IReadOnlyList<string> Damaged)
{
    /// <summary>What the run was asked for, as it stood in the end.</summary>
    public RunRequest Request => Checkpoints[^1].State.Request;

    /// <summary>Steps that the run has done and kept.</summary>
    public long Done => Model is not null && Record.Epochs.Count > 0 ? Record.Epochs[^1].Step : Checkpoints[^1].State.Step;

    /// <summary>Reads the folder of a run.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="TorchBasicsException">It is none, or nothing in it tells of steps: kind Data.</exception>
    public static RunEvidence Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new TorchBasicsException(ErrorKind.Data, $"{folder} does not exist; expected the folder of a run.");
        var path = Path.Combine(folder, RunRecordFile.FileName);
        var model = ReadModel(Path.Combine(folder, "model.safetensors"));
        if (!File.Exists(path))
            throw new TorchBasicsException(ErrorKind.Data, model is { Architecture.Name: "perceptron" }
                ? $"{folder} holds a perceptron, which learns by its own rule and keeps no record of its steps; "
                    + "there is nothing to replay. 'torchbasics train perceptron' shows every epoch."
                : $"{folder} holds no run.json; expected the folder of a run that 'torchbasics train' has made.");
        var record = RunRecordFile.Read(path)!;
        var (checkpoints, damaged) = (new List<Checkpoint>(), new List<string>());
        foreach (var file in Files(Path.Combine(folder, "checkpoints")))
        {
            try
            {
                checkpoints.Add(Checkpoint.Read(file));
            }
            catch (TorchBasicsException damage)
            {
                damaged.Add(damage.Message);
            }
        }

        if (checkpoints.FirstOrDefault(checkpoint => checkpoint.State.Run.Id != record.Run.Id) is { } foreign)
            throw new TorchBasicsException(ErrorKind.Data, $"{folder} holds a checkpoint of the run {foreign.State.Run.Id}, "
                + $"at step {foreign.State.Step}; {path} is of the run {record.Run.Id}. Take it out of the folder.");
        return checkpoints.Count > 0
            ? new(
                folder,
                record,
                [.. checkpoints.OrderBy(checkpoint => checkpoint.State.Step)],
                model,
                ReadModel(Path.Combine(folder, "best.safetensors")),
                damaged)
            : throw new TorchBasicsException(ErrorKind.Data, $"{folder} holds no checkpoint that can be read; "
                + $"a run is replayed from its checkpoints.{(damaged.Count > 0 ? $" {damaged[^1]}" : "")}");
    }

    private static Model? ReadModel(string path) => File.Exists(path) ? ModelFile.Read(path) : null;

    private static IEnumerable<string> Files(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "step-*.safetensors")
            .Order(StringComparer.Create(CultureInfo.InvariantCulture, ignoreCase: false)) : [];
}
