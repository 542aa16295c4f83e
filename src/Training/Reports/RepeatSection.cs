using System.Text.Json;
using System.Xml.Linq;
using TorchBasics.Training.Checkpoints;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Training.Reports;

/// <summary>How to get the same result again, and with what it was made.</summary>
internal static class RepeatSection
{
    public static XElement Of(ReportContent content)
    {
        var record = content.Record;
        var facts = record.Versions.Select(pair => Row(pair.Key, Cell(pair.Value)))
            .Append(Row("run", Cell(record.Run.Id)))
            .Append(Row("training data (SHA-256)", Cell(record.DataHashes.Training)))
            .Append(Row("test data (SHA-256)", Cell(record.DataHashes.Test)));
        return Section(
            "repeat",
            "Repeat this run",
            Element(
                "p",
                "The same command on the same machine, with the same number of threads, gives the same weights, bit by bit."),
            Element("pre", Class("command"), RepeatCommand.Of(record.Request)),
            ScrollingTable("Made with", Class("versions"), Element("tbody", facts)),
            Element(
                "details",
                Element("summary", "The full request"),
                Element("pre", JsonSerializer.Serialize(record.Request, CheckpointJson.Default.RunRequest))));
    }
}
