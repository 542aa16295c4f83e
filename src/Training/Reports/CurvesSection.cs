using System.Xml.Linq;
using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Pages.Charts;
using TorchBasics.Training.Records;
using TorchBasics.Training.Schedules;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Training.Reports;

/// <summary>Loss, accuracy and learning rate over the epochs.</summary>
internal static class CurvesSection
{
    private const int RatePoints = 240;

    public static XElement? Of(ReportContent content)
    {
        var record = content.Record;
        return record.Epochs.Count == 0 ? null : Section(
            "curves",
            "Learning curves",
            Element("p", Class("note"), Remark(record)),
            Element("div", Class("charts"), Loss(record), Accuracy(record), LearningRate(record)));
    }

    private static XElement Loss(RunRecord record)
    {
        var curves = Curves(record, epoch => epoch.TrainLoss, epoch => epoch.Loss);
        var axis = new ChartAxis($"Loss ({LossUnit.Of(record.Request.Options.Recipe.Loss)})").LogarithmicWhereWorthIt(curves);
        return Drawing(
            "Loss",
            $"Loss{axis.Remark}",
            axis with { Room = axis.IsLogarithmic ? 0.05 : 0.01 },
            record,
            value => Number(value),
            curves);
    }

    private static XElement Accuracy(RunRecord record) => record.Epochs[0].RSquared is not null ? RSquared(record) : Drawing(
        "Accuracy",
        "Share of right answers",
        new ChartAxis("Accuracy (%)") { Lowest = -0.5, Highest = 100.5 },
        record,
        value => $"{value:F2} %",
        Curves(record, epoch => 100 * epoch.TrainAccuracy, epoch => 100 * epoch.Accuracy));

    private static XElement RSquared(RunRecord record) => Drawing(
        "R squared",
        "Share of the variance that is explained",
        new ChartAxis("R squared"),
        record,
        value => Number(value),
        [new(record.WatchedSet, [.. record.Epochs.Select(epoch => ((double)epoch.Epoch, epoch.RSquared ?? 0))])]);

    // The schedule is known for every step, which shows more than the last step of each epoch would.
    private static XElement LearningRate(RunRecord record)
    {
        var recipe = record.Request.Options.Recipe;
        var schedule = Schedule.Create(recipe);
        var (done, run) = (record.Epochs[^1].Step, new RunLength(record.TotalSteps / recipe.Epochs, recipe.Epochs));
        var points = Enumerable.Range(0, RatePoints + 1)
            .Select(i => Math.Min(done - 1, done * i / RatePoints))
            .Select(step => ((double)step / run.StepsPerEpoch, schedule.Rate(step, run)))
            .ToList();
        var axis = new ChartAxis("Learning rate (per step)") { Minimum = 0 };
        var caption = $"Learning rate, schedule {RecipeWords.Of(recipe.Schedule)}";
        return Drawing("Learning rate", caption, axis, record, value => Number(value), [new Curve("learning rate", points)]);
    }

    private static XElement Drawing(
        string subject, string caption, ChartAxis axis, RunRecord record, Func<double, string> show, IReadOnlyList<Curve> curves)
    {
        var epochs = new ChartAxis("Epoch") { IsWhole = true, Minimum = 0, Maximum = record.Epochs[^1].Epoch + 0.2 };
        var ends = curves.Select(curve => $"{curve.Name} from {show(curve.Points[0].Y)} to {show(curve.Points[^1].Y)}");
        var description = $"{subject} over {Counted.Of(record.Epochs.Count, "epoch")}: {string.Join("; ", ends)}.";
        return Chart(LineChart.Draw(description, epochs, axis, curves), caption);
    }

    private static IReadOnlyList<Curve> Curves(
        RunRecord record, Func<EpochMetrics, double> training, Func<EpochMetrics, double> watched) =>
    [
        new("training", [.. record.Epochs.Select(epoch => ((double)epoch.Epoch, training(epoch)))]),
        new(record.WatchedSet, [.. record.Epochs.Select(epoch => ((double)epoch.Epoch, watched(epoch)))]),
    ];

    private static string Remark(RunRecord record)
    {
        var recipe = record.Request.Options.Recipe;
        var reasons = new List<string>();
        if (recipe.LabelSmoothing > 0)
            reasons.Add($"its loss includes label smoothing of {Number(recipe.LabelSmoothing)}");
        if (!recipe.Augmentation.IsNone)
            reasons.Add("its pictures are distorted");
        reasons.Add("each batch met the weights of its own moment");
        return $"The training curve is not measured as the other one is: {string.Join("; ", reasons)}.";
    }
}
