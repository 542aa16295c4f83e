using TorchBasics.Core.Errors;

namespace TorchBasics.Training.Records;

/// <summary>What holds for every record that a run can have written.</summary>
internal static class RunRules
{
    /// <summary>Refuses what a run cannot have written.</summary>
    /// <exception cref="TorchBasicsException">It does not hold: kind Data.</exception>
    public static void Require(bool holds, string reason)
    {
        if (!holds)
            throw new TorchBasicsException(ErrorKind.Data, $"{reason}.");
    }

    /// <summary>Holds a record against every rule that can be seen in it alone.</summary>
    /// <exception cref="TorchBasicsException">One is broken.</exception>
    public static void Check(RunRecord record)
    {
        Require(
            record.Format == RunRecord.CurrentFormat,
            $"the format is {record.Format}; this program reads {RunRecord.CurrentFormat}");
        record.Run.Check();
        record.Request.Check();
        record.DataHashes.Check();
        var options = record.Request.Options;
        var epochs = options.Recipe.Epochs;
        Require(Enum.IsDefined(record.Status), $"the status {record.Status} is not known");
        Require(record.Versions.Values.All(version => version is not null), "a version is null");
        Require(record.Parameters > 0, $"the parameters are {record.Parameters}");
        Require(
            record.TotalSteps >= epochs && record.TotalSteps % epochs == 0,
            $"the total of {record.TotalSteps} steps does not make {epochs} epochs of one length");
        Require(
            record.WatchedSet == WatchedSet(options),
            $"the watched set is '{record.WatchedSet}' with a hold-out of {options.HoldOut} samples");
        Require(
            (record.DataHashes.HoldOut is not null) == options.HoldOut > 0,
            $"the hash of the hold-out does not fit a hold-out of {options.HoldOut} samples");
        Check(record.Epochs, record.Request, record.TotalSteps / epochs);

        var ended = record.Status is RunStatus.Completed or RunStatus.StoppedEarly;
        Require(
            ended == record.Test is not null && ended == record.WeightHash is not null,
            $"the status {record.Status} does not fit what came out");
        Require(
            record.Status != RunStatus.Completed || record.Epochs.Count == epochs,
            $"{record.Epochs.Count} of {epochs} epochs are listed of a completed run");
        Require(
            record.Status != RunStatus.StoppedEarly || options.Patience is not null, "the run stopped early without patience");
        Require(
            record.WeightHash is null || HexText.Is(record.WeightHash, HexText.HashLength),
            $"the hash '{record.WeightHash}' of the weights is no SHA-256");
        Require(
            (record.Status == RunStatus.Failed) == record.Error is not null,
            $"the status {record.Status} does not fit the error");
    }

    /// <summary>Holds the completed epochs against the rules.</summary>
    /// <param name="history">The epochs.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="stepsPerEpoch">Steps of each; null where that is not known.</param>
    /// <exception cref="TorchBasicsException">A rule is broken.</exception>
    public static void Check(IReadOnlyList<EpochMetrics> history, RunRequest request, long? stepsPerEpoch)
    {
        Require(
            history.Count <= request.Options.Recipe.Epochs,
            $"{history.Count} epochs are completed of {request.Options.Recipe.Epochs}");
        for (var i = 0; i < history.Count; i++)
        {
            var epoch = history[i];
            Require(epoch is not null, $"entry {i} of the epochs is null");
            stepsPerEpoch ??= epoch!.Step;
            Require(
                epoch!.Epoch == i + 1 && stepsPerEpoch > 0 && epoch.Step == (i + 1) * stepsPerEpoch,
                $"entry {i} of the epochs is epoch {epoch.Epoch} at step {epoch.Step}");
            Require(
                double.IsFinite(epoch.LearningRate) && epoch.LearningRate >= 0,
                $"the rate of epoch {epoch.Epoch} is {epoch.LearningRate}");
            Require(double.IsFinite(epoch.TrainLoss), $"the training loss of epoch {epoch.Epoch} is {epoch.TrainLoss}");
            Require(
                epoch is { TrainAccuracy: >= 0 and <= 1, Accuracy: >= 0 and <= 1 },
                $"an accuracy of epoch {epoch.Epoch} is outside [0, 1]");
            Require(
                double.IsFinite(epoch.Rmse ?? 0) && epoch.Rmse is null or >= 0 && double.IsFinite(epoch.RSquared ?? 0)
                    && epoch.RSquared is null or <= 1 && (epoch.Rmse is null) == (epoch.RSquared is null),
                $"the figures of the regression in epoch {epoch.Epoch} are {epoch.Rmse} and {epoch.RSquared}");
            Require(epoch.Seconds is >= 0 and < double.PositiveInfinity, $"the time of epoch {epoch.Epoch} is {epoch.Seconds} s");
        }
    }

    /// <summary>What the metrics of an epoch are measured on.</summary>
    public static string WatchedSet(TrainingOptions options) => options.HoldOut > 0 ? "validation" : "test";
}
