using System.Text.Json;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Formats;
using TorchBasics.Formats.Models;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Runs;

/// <summary>
/// The folder of a committee: committee.json says what was asked for, member1, member2 and so on hold the runs of its members,
/// and model.safetensors is the committee once all of them are finished.
/// </summary>
public sealed class CommitteeFolder
{
    private const string FileName = "committee.json";
    private const int LargestBytes = 1 << 20;

    private CommitteeFolder(string path, CommitteeRequest request) => (Path, Request) = (path, request);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What was asked for.</summary>
    public CommitteeRequest Request { get; }

    /// <summary>The committee's model.</summary>
    public string ModelPath => System.IO.Path.Combine(Path, "model.safetensors");

    /// <summary>Whether a folder is that of a committee.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsAt(string path) => File.Exists(System.IO.Path.Combine(path, FileName));

    /// <summary>Begins a committee.</summary>
    /// <param name="path">The folder, which may exist if it holds neither a run nor a committee.</param>
    /// <param name="request">What is asked for.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="TorchBasicsException">
    /// The members are too few or too many: kind Usage. The folder is taken, or cannot be written.
    /// </exception>
    public static CommitteeFolder Create(string path, CommitteeRequest request)
    {
        request.Check();
        if (File.Exists(path))
            throw new TorchBasicsException(ErrorKind.Usage, $"{path} is a file; --output needs a folder.");
        if (IsAt(path) || System.IO.Path.Exists(System.IO.Path.Combine(path, RunRecordFile.FileName)))
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{path} already holds a run. 'torchbasics train --resume {path}' continues it; --output names another folder.");
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TorchBasicsException(
                ErrorKind.Failed, $"{path} cannot be made: {error.Message.TrimEnd('.')}. Name another one with --output.", error);
        }

        AtomicFile.Write(
            System.IO.Path.Combine(path, FileName),
            JsonSerializer.Serialize(request, CheckpointJson.Default.CommitteeRequest) + "\n");
        return new(path, request);
    }

    /// <summary>Opens the folder of a committee.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="MalformedFileException">What was asked for cannot be read.</exception>
    public static CommitteeFolder Open(string path)
    {
        var file = System.IO.Path.Combine(path, FileName);
        try
        {
            var request = JsonSerializer.Deserialize(
                InputFile.ReadAll(file, LargestBytes), CheckpointJson.Default.CommitteeRequest)
                ?? throw new FormatException("it is null");
            request.Check();
            request.First.Check();
            return new(path, request);
        }
        catch (Exception error) when (error is JsonException or FormatException or NotSupportedException or ArgumentException
            || error is TorchBasicsException { Kind: ErrorKind.Usage })
        {
            throw new MalformedFileException(
                file,
                0,
                $"What the committee was asked for cannot be used: {ReasonText.Of(error)}. "
                + "Its members can be finished one by one, by "
                + $"'torchbasics train --resume {System.IO.Path.Combine(path, "member1")}' and so on, and put together by "
                + "'torchbasics combine'.",
                error);
        }
    }

    /// <summary>The folder of a member's run.</summary>
    /// <param name="place">The member's place, from 0.</param>
    /// <returns>The folder.</returns>
    public string FolderOf(int place) =>
        System.IO.Path.Combine(Path, $"member{place + 1}");

    /// <summary>Whether a member's run has begun, so that it can be continued.</summary>
    /// <param name="place">The member's place, from 0.</param>
    /// <returns>Whether it has.</returns>
    public bool HasBegun(int place) => Directory.Exists(System.IO.Path.Combine(FolderOf(place), "checkpoints"))
        && Directory.EnumerateFileSystemEntries(System.IO.Path.Combine(FolderOf(place), "checkpoints")).Any();

    /// <summary>Whether a member is finished.</summary>
    /// <param name="place">The member's place, from 0.</param>
    /// <returns>Whether it is.</returns>
    public bool IsFinished(int place) => File.Exists(System.IO.Path.Combine(FolderOf(place), "model.safetensors"));

    /// <summary>
    /// Puts the members together and writes the committee: the mean of probabilities for members that learnt by cross-entropy,
    /// and that of the outputs for others.
    /// </summary>
    /// <returns>The committee.</returns>
    /// <exception cref="TorchBasicsException">
    /// A member is not finished or cannot be read, or the file cannot be written.
    /// </exception>
    public Model Combine()
    {
        var members = Enumerable.Range(0, Request.Members).Select(FolderOf).Select(folder =>
        {
            var place = ModelPlace.At(folder);
            var model = ModelFile.Read(place.Path);
            _ = place.RecordOf(model); // refuses a model that is not the run's
            return (folder, model);
        }).ToList();
        var committee = Committee.Combine(members, MeanOf(Request.First.Options.Recipe.Loss));
        ModelFile.Write(ModelPath, committee);
        return committee;
    }

    /// <summary>What the mean is taken of, where members learnt by a loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <returns>Probabilities for the loss whose outputs are logits.</returns>
    public static CommitteeMean MeanOf(LossKind loss) =>
        loss == LossKind.CrossEntropy ? CommitteeMean.Probabilities : CommitteeMean.Outputs;
}
