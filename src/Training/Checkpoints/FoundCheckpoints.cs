using TorchBasics.Core.Errors;
using TorchBasics.Formats;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Checkpoints;

/// <summary>What a folder of checkpoints holds.</summary>
/// <param name="Good">The ones that can be read, at least one, the newest first.</param>
/// <param name="Damaged">Those before the first good one that cannot be read, and why.</param>
internal sealed record FoundCheckpoints(
    IReadOnlyList<(Checkpoint Checkpoint, string Path)> Good, IReadOnlyList<(string Path, TorchBasicsException Damage)> Damaged)
{
    /// <summary>The one to continue from.</summary>
    public (Checkpoint Checkpoint, string Path) Newest => Good[0];

    /// <summary>Refuses a checkpoint of another run.</summary>
    /// <param name="owner">
    /// The run of the folder, and the file that says so; null where no file does, then the newest checkpoint does.
    /// </param>
    /// <exception cref="TorchBasicsException">There is one: kind Data.</exception>
    public void RequireOneRun((RunIdentity Run, string Path)? owner)
    {
        var (run, witness) = owner ?? (Newest.Checkpoint.State.Run, Newest.Path);
        if (Good.FirstOrDefault(good => good.Checkpoint.State.Run.Id != run.Id) is not { Checkpoint: { } foreign } other)
            return;
        if (Good.All(good => good.Checkpoint.State.Run.Id != run.Id))
            return; // it is the record that does not belong here
        var own = Good.First(good => good.Checkpoint.State.Run.Id == run.Id).Checkpoint.State;
        var differences = RunRecordFile.Differences(foreign.State, own);
        throw new TorchBasicsException(
            ErrorKind.Data,
            $"{other.Path} is a checkpoint of the run {foreign.State.Run.Id}; {witness} is of the run {run.Id}. "
            + $"{JsonDifference.List(differences, "there", "here")}"
            + $" Take the file out of the folder, and 'torchbasics train --resume' continues the run {run.Id} "
            + $"from step {own.Step}.");
    }

    /// <summary>Gives damaged files another name, out of the way of the count of good ones.</summary>
    public void SetDamagedAside(IFileOperations files, Action<TorchBasicsException> skipped)
    {
        foreach (var (path, damage) in Damaged)
        {
            try
            {
                if (Directory.Exists(path))
                    Directory.Move(path, path + ".damaged");
                else
                    files.Rename(path, path + ".damaged");
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It is passed over all the same; the checkpoint that takes its name replaces it.
            }

            skipped(damage);
        }
    }
}
