using TorchBasics.Core.Errors;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Runs;

/// <summary>Whether all that lies in the folder of a run is of that run.</summary>
internal static class RunOwnership
{
    /// <summary>Reads the record and the checkpoints of a folder and holds them against each other; changes nothing.</summary>
    /// <returns>The checkpoints.</returns>
    /// <exception cref="TorchBasicsException">Something is damaged, or of another run: kind Data.</exception>
    public static FoundCheckpoints Check(RunFolder folder)
    {
        var found = folder.Checkpoints.ReadAll();
        var record = Read(folder, found);
        found.RequireOneRun(record is null ? null : (record.Run, folder.RecordPath));
        if (record is null)
            return found;

        var (checkpoint, path) = found.Newest;
        if (RunRecordFile.Differences(record, checkpoint.State) is { Count: > 0 } differences)
        {
            var what = record.Run.Id == checkpoint.State.Run.Id
                ? $"{folder.RecordPath} and {path} do not agree."
                : $"{folder.RecordPath} is of the run {record.Run.Id}; {path} is of the run {checkpoint.State.Run.Id}.";
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"{what} {JsonDifference.List(differences, "in run.json", "in the checkpoint")} "
                + $"{RunRecordFile.Advice(folder.RecordPath)}");
        }

        return found;
    }

    private static RunRecord? Read(RunFolder folder, FoundCheckpoints found)
    {
        try
        {
            return folder.ReadRecord();
        }
        catch (MalformedFileException damage) when (RunRecordFile.Differences(folder.RecordPath, found.Newest.Checkpoint.State)
            is { Count: > 0 } differences)
        {
            throw new MalformedFileException(
                damage.Path,
                damage.Offset,
                $"{damage.Reason} Compared with {found.Newest.Path}: "
                + $"{JsonDifference.List(differences, "in run.json", "in the checkpoint")}",
                damage);
        }
    }
}
