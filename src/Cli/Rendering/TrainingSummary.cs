using TorchBasics.Core;
using TorchBasics.Training.Records;
using TorchBasics.Training.Reports;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Rendering;

/// <summary>What came out of a run, and what to do with it.</summary>
internal static class TrainingSummary
{
    public static void Print(Screen screen, TrainingRun run, RunRecord record)
    {
        screen.Line();
        if (record.Status == RunStatus.Interrupted)
        {
            LabelledText.Print(screen, $"Interrupted after step {run.Trainer.StepCount:N0} of {run.Trainer.TotalSteps:N0}; "
                + $"everything is saved in {run.Folder}.");
            screen.Line($"resume      {ProgramName.ToType} train --resume {run.Folder}");
            return;
        }

        if (record.Status == RunStatus.StoppedEarly)
            LabelledText.Print(screen, "stopped", $"after epoch {record.Epochs.Count}: "
                + "the loss on the samples kept back no longer fell; the best weights were kept");
        var test = record.Test;
        if (test is not null)
            LabelledText.Print(
                screen,
                "test",
                (test.Regression is { } regression
                    ? Figures.Regression(regression)
                    : Figures.Accuracy(test.Accuracy, run.Data.RawValues ? null : test.Interval))
                + $", loss {Figures.Loss(test.Loss)}");
        foreach (var target in test?.Regression is { Targets.Count: > 1 } several ? several.Targets : [])
            LabelledText.Print(
                screen, "", $"{target.Name}: R2 {target.RSquared:F4}, RMSE {Figures.Quantity(target.Rmse)}");
        if (record.Ranks is { Count: > 1 } ranks)
            LabelledText.Print(
                screen,
                "processes",
                FormattableString.Invariant($"{ranks.Count} on {string.Join(", ", ranks.Hosts.Distinct())}; rank 0 sent ")
                + FormattableString.Invariant($"{ranks.BytesSent / 1e6:N1} MB and waited ")
                + FormattableString.Invariant($"{100 * ranks.WaitingShare:F0} % of its time"));
        screen.Line($"sha256      {record.WeightHash}"); // 76 letters, of the weights
        LabelledText.Print(screen, "written", $"{run.Folder}: {string.Join(", ", Written(run.Folder))}");
        screen.Line($"next        {ProgramName.ToType} evaluate {run.Folder}");
        if (run.Data.Train.IsPictures)
            screen.Line($"            {ProgramName.ToType} predict IMAGE.png --model {run.Folder}");
        else if (!run.Data.RawValues)
            screen.Line($"            {ProgramName.ToType} predict ROWS.csv --model {run.Folder}");
    }

    /// <summary>What came out of the runs of a committee's members.</summary>
    public static void Print(Screen screen, CommitteeFolder committee, Model model)
    {
        screen.Line();
        LabelledText.Print(
            screen,
            "committee",
            $"{model.Architecture.Name}, {committee.Request.Members} members, "
            + $"{Counted.Of(model.Architecture.ParameterCount, "parameter")}");
        screen.Line($"sha256      {WeightHash.Of(model.Weights)}");
        LabelledText.Print(screen, "written", committee.ModelPath);
        screen.Line($"next        {ProgramName.ToType} evaluate {committee.Path}");
    }

    // Shown as they are found, so that the list is true whoever else wrote into the folder.
    private static IEnumerable<string> Written(string folder) => Directory.EnumerateFiles(folder)
        .Select(file => Path.GetFileName(file)!)
        .Where(name => Path.GetExtension(name) != ".lock")
        .Select(name => name.StartsWith(TensorBoardLog.FilePrefix, StringComparison.Ordinal) ? "events for TensorBoard" : name)
        .Distinct()
        .Order(StringComparer.Ordinal);
}
