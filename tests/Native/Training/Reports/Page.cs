using System.Xml;
using System.Xml.Linq;

namespace TorchBasics.Tests.Native.Training.Reports;

/// <summary>A report as a tree; a page that is not well-formed does not get this far.</summary>
internal sealed class Page
{
    private readonly XDocument _document;

    public Page(string html)
    {
        Html = html;
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Parse, XmlResolver = null };
        using var reader = XmlReader.Create(new StringReader(html), settings);
        _document = XDocument.Load(reader);
    }

    public string Html { get; }

    public IEnumerable<XElement> All => _document.Descendants();

    /// <summary>The identifiers of the headings: which sections there are.</summary>
    public IReadOnlyList<string> Sections => [.. Elements("h2").Select(heading => heading.Attribute("id")!.Value)];

    public static Page Read(string path) => new(File.ReadAllText(path));

    public IReadOnlyList<XElement> Elements(string name) => [.. All.Where(element => element.Name.LocalName == name)];

    public XElement Section(string id) => Elements("section").Single(section => section.Attribute("aria-labelledby")!.Value == id);

    /// <summary>The key figures by their names.</summary>
    public IReadOnlyDictionary<string, string> Figures() => Section("figures").Descendants("dt")
        .ToDictionary(term => term.Value, term => term.ElementsAfterSelf().First().Nodes().OfType<XText>().First().Value);

    /// <summary>The cells of the first table of a section, without its headers.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Cells(string id)
    {
        var rows = Section(id).Descendants("tbody").First().Elements("tr");
        return [.. rows.Select(row => row.Elements("td").Select(cell => cell.Value).ToList())];
    }
}
