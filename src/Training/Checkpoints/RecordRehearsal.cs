using System.Text.Json;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Checkpoints;

/// <summary>
/// Writes the records of a run once to nowhere: the thousand methods of the serializer that the first writing has compiled cost
/// a tenth of a second, which a thread has to spare while libtorch loads.
/// </summary>
internal static class RecordRehearsal
{
    /// <summary>Writes records of a run that has done nothing.</summary>
    /// <param name="request">What the user asked for.</param>
    public static void Run(RunRequest request)
    {
        var (run, hashes) = (RunIdentity.New(), new DataHashes("", HoldOut: null, ""));
        _ = JsonSerializer.Serialize(
            new CheckpointState(run, request, hashes, Step: 0, Meter: default, History: []),
            CheckpointJson.Default.CheckpointState);
        _ = RunRecordFile.Compose(new RunRecord
        {
            Status = RunStatus.Running,
            Run = run,
            Request = request,
            Versions = new SortedDictionary<string, string>(),
            Hardware = "",
            DataHashes = hashes,
            Parameters = 0,
            TotalSteps = 0,
            WatchedSet = "",
            Epochs = [],
        });
    }
}
