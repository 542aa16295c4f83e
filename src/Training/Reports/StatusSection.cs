using System.Globalization;
using System.Xml.Linq;
using TorchBasics.Training.Records;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Training.Reports;

/// <summary>When the run was made and how it stands.</summary>
internal static class StatusSection
{
    public static IEnumerable<XElement> Of(ReportContent content)
    {
        var record = content.Record;
        var started = record.Run.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        yield return Element("p", Class("note"), $"Run of {started} UTC. {Sentence(record)}");
        if (record.Error is { } error)
            yield return Element("p", Class("error"), error);
    }

    private static string Sentence(RunRecord record) => record.Status switch
    {
        RunStatus.Completed => "It did all its epochs.",
        RunStatus.StoppedEarly =>
            "It stopped early, because the loss on the samples kept back no longer fell; "
            + "the figures are those of the best epoch.",
        RunStatus.Interrupted => "It was interrupted and can be continued; what follows is the state at that moment.",
        RunStatus.Failed => "It met an error; what follows is the state before it.",
        _ => "It is still running.",
    };
}
