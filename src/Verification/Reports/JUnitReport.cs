using System.Globalization;
using System.Text;
using System.Xml;
using TorchBasics.Verification.Running;

namespace TorchBasics.Verification.Reports;

/// <summary>
/// A report as JUnit XML, which continuous integration shows as tests: one suite for each model and engine, one case for
/// each check of each array, named after the check and the array.
/// </summary>
public static class JUnitReport
{
    /// <summary>Writes the report.</summary>
    /// <param name="report">The report.</param>
    /// <returns>An XML document.</returns>
    public static string ToText(CheckReport report)
    {
        var text = new Utf8Writer();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            writer.WriteStartElement("testsuites");
            writer.WriteAttributeString("name", "torchbasics check");
            Totals(writer, report.Rows, report.WallTime);
            foreach (var suite in report.Rows.GroupBy(row => (row.Model, row.Engine)))
                Suite(writer, report, $"{suite.Key.Model} on {suite.Key.Engine}", [.. suite]);
            writer.WriteEndElement();
        }

        return text.ToString();
    }

    private static void Suite(XmlWriter writer, CheckReport report, string name, IReadOnlyList<ReportRow> rows)
    {
        writer.WriteStartElement("testsuite");
        writer.WriteAttributeString("name", name);
        Totals(writer, rows, time: null);
        writer.WriteStartElement("properties");
        foreach (var (key, value) in report.Header.Versions.Append(new("seed", $"{report.Header.Seed}")))
        {
            writer.WriteStartElement("property");
            writer.WriteAttributeString("name", key);
            writer.WriteAttributeString("value", Clean(value));
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
        foreach (var row in rows)
            Case(writer, row);
        writer.WriteEndElement();
    }

    private static void Case(XmlWriter writer, ReportRow row)
    {
        writer.WriteStartElement("testcase");
        writer.WriteAttributeString("classname", $"{row.Model}.{row.Engine}.{row.Check}");
        writer.WriteAttributeString("name", $"{row.Check} {row.Worst.Place}");
        if (row.FirstFailure is not null)
        {
            var what = FindingText.What(row).Select(Clean).ToList();
            writer.WriteStartElement("failure");
            writer.WriteAttributeString("type", row.Check);
            writer.WriteAttributeString("message", $"{Clean(FindingText.Where(row))}: {what[0]}");
            writer.WriteString(string.Join('\n', what.Prepend(Clean(FindingText.Where(row)))));
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static void Totals(XmlWriter writer, IReadOnlyCollection<ReportRow> rows, TimeSpan? time)
    {
        writer.WriteAttributeString("tests", rows.Count.ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString(
            "failures", rows.Count(row => row.FirstFailure is not null).ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString("errors", "0");
        if (time is { } span)
            writer.WriteAttributeString("time", span.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture));
    }

    // An engine's own message may hold anything.
    private static string Clean(string text) =>
        string.Concat(text.Select(character => XmlConvert.IsXmlChar(character) ? character : '\uFFFD'));

    private sealed class Utf8Writer : StringWriter
    {
        public Utf8Writer()
            : base(CultureInfo.InvariantCulture)
        {
        }

        public override Encoding Encoding => Encoding.UTF8;
    }
}
