using System.Xml;
using System.Xml.Linq;

namespace TorchBasics.Tests.Managed.Pages;

/// <summary>A page as a tree; one that is not well-formed does not get this far.</summary>
internal sealed class PageTree
{
    private readonly XDocument _document;

    public PageTree(string html)
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

    public static PageTree Read(string path) => new(File.ReadAllText(path));

    public IReadOnlyList<XElement> Elements(string name) => [.. All.Where(element => element.Name.LocalName == name)];

    public XElement Section(string id) =>
        Elements("section").Single(section => section.Attribute("aria-labelledby")!.Value == id);

    /// <summary>Fails where the page asks for something outside of itself, or could.</summary>
    public void NeedsNothingElse()
    {
        var attributes = All.SelectMany(element => element.Attributes())
            .Where(attribute => !attribute.IsNamespaceDeclaration).ToList();
        var embedded = attributes.Where(attribute => attribute.Name.LocalName is "src" or "href").ToList();
        Assert.All(embedded, attribute => Assert.StartsWith("data:image/png;base64,", attribute.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(attributes.Except(embedded), attribute => attribute.Value.Contains("//", StringComparison.Ordinal));
        Assert.DoesNotContain(All, element => element.Name.LocalName is "script" or "link" or "iframe" or "object");
        Assert.Contains(attributes, attribute => attribute.Value.StartsWith("default-src 'none'; ", StringComparison.Ordinal));
        var style = Elements("style").Single().Value;
        Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", style, StringComparison.Ordinal);
        Assert.Contains($"<style>{style}</style>", Html, StringComparison.Ordinal); // HTML decodes nothing inside a style element
    }

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
