using System.Globalization;
using TorchBasics.Training;
using TorchBasics.Training.Metrics;
using TorchBasics.Training.Records;
using TorchBasics.Training.Reports;
using TorchBasics.Verification.Checks;

namespace TorchBasics.Verification.Runs;

/// <summary>
/// Judges what can be judged of every epoch without its weights: steps, rates, the sums in the checkpoints, the table.
/// </summary>
internal static class HistoryCheck
{
    /// <summary>Judges the epochs of a record.</summary>
    /// <param name="evidence">The run's folder.</param>
    /// <param name="oracle">What the run should have done.</param>
    public static IEnumerable<Deviation> Check(RunEvidence evidence, RunOracle oracle)
    {
        var epochs = evidence.Record.Epochs;
        foreach (var (index, epoch) in epochs.Index())
        {
            yield return Finder.Same(RunPlaces.Figure($"epoch {index + 1} number"), epoch.Epoch, index + 1);
            yield return Finder.Same(RunPlaces.Figure($"epoch {index + 1} step"), epoch.Step, (index + 1L) * oracle.StepsOfEpoch);
            var rate = oracle.Rate((index + 1L) * oracle.StepsOfEpoch);
            yield return Finder.Within(
                RunPlaces.Figure($"epoch {index + 1} rate"),
                epoch.LearningRate,
                rate.Value,
                rate.Error,
                "24 units of roundoff of the full rate");
        }

        foreach (var checkpoint in evidence.Checkpoints)
            if (epochs.FirstOrDefault(epoch => epoch.Step == checkpoint.State.Step) is { } metrics)
                foreach (var deviation in Sums(metrics, checkpoint.State.Meter, oracle.Data.Train.Count))
                    yield return deviation;
        foreach (var deviation in Table(evidence))
            yield return deviation;
        if (evidence.Request.Options.Patience is { } patience)
            yield return Stop(evidence, patience);
    }

    // A checkpoint at the end of an epoch holds its sums.
    private static IEnumerable<Deviation> Sums(EpochMetrics metrics, MeterState meter, int samples)
    {
        var name = $"epoch {metrics.Epoch}";
        yield return Finder.Same(RunPlaces.Figure($"{name} samples"), meter.Count, samples);
        yield return Finder.Same(RunPlaces.Figure($"{name} training loss"), metrics.TrainLoss, meter.LossSum / samples);
        yield return Finder.Same(
            RunPlaces.Figure($"{name} training accuracy"), metrics.TrainAccuracy, (double)meter.Correct / samples);
    }

    private static IEnumerable<Deviation> Table(RunEvidence evidence)
    {
        var path = Path.Combine(evidence.Folder, MetricsCsv.FileName);
        if (!File.Exists(path))
            yield break;
        var rows = File.ReadAllLines(path)[1..];
        yield return Finder.Same(RunPlaces.Figure("metrics.csv rows"), rows.Length, evidence.Record.Epochs.Count);
        foreach (var (row, epoch) in rows.Zip(evidence.Record.Epochs))
        {
            var numbers = row.Split(',')
                .Select(text => double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : double.NaN);
            yield return Finder.Same(RunPlaces.Figure($"metrics.csv epoch {epoch.Epoch}"), numbers, [
                epoch.Epoch, epoch.Step, epoch.LearningRate, epoch.TrainLoss, epoch.TrainAccuracy, epoch.Loss, epoch.Accuracy,
                epoch.Seconds]);
        }
    }

    // The first epoch behind the one with the smallest loss by as many as the patience.
    private static Deviation Stop(RunEvidence evidence, int patience)
    {
        var (place, best, due) = (RunPlaces.Figure("early stop"), 0, (int?)null);
        var epochs = evidence.Record.Epochs;
        for (var i = 0; i < epochs.Count && due is null; i++)
        {
            if (epochs[i].Loss < epochs[best].Loss)
                best = i;
            due = i - best >= patience ? i + 1 : null;
        }

        var stopped = evidence.Record.Status == RunStatus.StoppedEarly ? epochs.Count : (int?)null;
        return stopped == due || (stopped is null && due == epochs.Count)
            ? Finder.Right(place, epochs.Count)
            : Deviation.Failed(
                place,
                $"the run {(stopped is { } early ? $"stopped after epoch {early}" : "did not stop early")}; "
                + $"expected {(due is { } epoch ? $"a stop after epoch {epoch}" : "no early stop")}");
    }
}
