using System.Text.Json;
using System.Xml.Linq;
using TorchBasics.Training.Checkpoints;
using static TorchBasics.Training.Reports.Html;

namespace TorchBasics.Training.Reports;

/// <summary>How to get the same result again, and with what it was made.</summary>
internal static class RepeatSection
{
    public static XElement Of(ReportContent content)
    {
        var record = content.Record;
        var facts = record.Versions.Select(pair => (pair.Key, pair.Value))
            .Append(("run", record.Run.Id))
            .Append(("training data (SHA-256)", record.DataHashes.Training))
            .Append(("test data (SHA-256)", record.DataHashes.Test));
        return Section(
            "repeat",
            "Repeat this run",
            Element("p", "The same command on the same machine, with the same number of threads, gives the same weights, bit by bit."),
            Element("pre", Class("command"), RepeatCommand.Of(record.Request)),
            Facts(facts),
            Element(
                "details",
                Element("summary", "The full request"),
                Element("pre", JsonSerializer.Serialize(record.Request, CheckpointJson.Default.RunRequest))));
    }

    private static XElement Facts(IEnumerable<(string Name, string Value)> facts)
    {
        var table = ScrollingTable(
            "Made with", Element("tbody", facts.Select(fact => Element("tr", RowHeader(fact.Name), Element("td", fact.Value)))));
        table.Element("table")!.Add(Class("versions"));
        return table;
    }
}
