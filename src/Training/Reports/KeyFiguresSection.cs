using System.Xml.Linq;
using TorchBasics.Core;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Training.Reports;

/// <summary>The numbers that a reader looks for first.</summary>
internal static class KeyFiguresSection
{
    public static XElement Of(ReportContent content)
    {
        var record = content.Record;
        var options = record.Request.Options;
        return Section(
            "figures",
            "Key figures",
            Element(
                "dl",
                Class("figures"),
                Outcome(content),
                Figure("Parameters", $"{record.Parameters:N0}"),
                Figure("Epochs", $"{record.Epochs.Count} of {options.Recipe.Epochs}"),
                Figure("Training time", Duration(record.Epochs.Sum(epoch => epoch.Seconds)), "without evaluation"),
                Figure("Seed", $"{options.Seed}"),
                Figure("Device", record.Hardware),
                record.Ranks is { } ranks ? Figure("Processes", ranks.Where, ranks.Cost) : null,
                record.WeightHash is { } hash ? Wide("SHA-256 of the final weights", hash) : null));
    }

    private static IEnumerable<XElement> Outcome(ReportContent content)
    {
        if (content.Record.Test is { Regression: { } regression } measured)
        {
            yield return Figure("Test R squared", Number(regression.RSquared), $"of {Counted.Of(regression.Samples, "sample")}");
            yield return Figure("Test RMSE", Number(regression.Rmse), "in the units of the targets");
            yield return Figure("Test loss", Number(measured.Loss), LossUnit.Of(content.Record.Request.Options.Recipe.Loss));
        }
        else if (content.Record.Epochs is [.., { RSquared: { } explained } late] && content.Record.Test is null)
        {
            yield return Figure($"Last {content.Record.WatchedSet} R squared", Number(explained), $"after epoch {late.Epoch}");
        }
        else if (content.Record.Test is { } test)
        {
            yield return Figure("Test accuracy", Percent(test.Accuracy), $"{test.Interval} with 95 % confidence");
            yield return Figure("Test errors", $"{test.Count - test.Correct:N0}", $"of {Counted.Of(test.Count, "sample")}");
            yield return Figure("Test loss", Number(test.Loss), LossUnit.Of(content.Record.Request.Options.Recipe.Loss));
        }
        else if (content.Record.Epochs is [.., var last])
        {
            yield return Figure(
                $"Last {content.Record.WatchedSet} accuracy", Percent(last.Accuracy), $"after epoch {last.Epoch}");
            yield return Figure(
                $"Last {content.Record.WatchedSet} loss",
                Number(last.Loss),
                LossUnit.Of(content.Record.Request.Options.Recipe.Loss));
        }
    }

    private static XElement Figure(string name, string value, string? remark = null) =>
        Element("div", Element("dt", name), Element("dd", value, remark is null ? null : Element("small", remark)));

    private static XElement Wide(string name, string value) =>
        Element("div", Class("wide"), Element("dt", name), Element("dd", value));

    private static string Duration(double seconds) => seconds switch
    {
        < 1 => $"{1000 * seconds:F0} ms",
        < 60 => $"{seconds:F1} s",
        < 3600 => $"{(int)seconds / 60} min {(int)seconds % 60} s",
        _ => $"{(int)seconds / 3600} h {(int)seconds / 60 % 60} min",
    };
}
