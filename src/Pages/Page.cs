using System.Text;
using System.Xml;
using System.Xml.Linq;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Pages;

/// <summary>
/// A page in one file that needs nothing else, neither network nor scripts, readable in light and dark, on a phone and on
/// paper.
/// </summary>
public static class Page
{
    // The browser itself keeps the promise that the file loads nothing and runs nothing.
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

    private static readonly string Style = ReadStyle();

    /// <summary>Writes a page.</summary>
    /// <param name="title">What the browser's tab says; any text.</param>
    /// <param name="header">The heading of the page and what stands below it.</param>
    /// <param name="sections">The parts of the page; null for none in a place.</param>
    /// <returns>
    /// An HTML document that is also well-formed XML. Characters that neither can hold, such as control characters, are
    /// replaced by U+FFFD.
    /// </returns>
    public static string Compose(string title, object header, params IEnumerable<XElement?> sections) =>
        Compose(new PageFrame(title), header, sections);

    /// <summary>Writes a page that is more than a report.</summary>
    /// <param name="frame">Its language, its styles and what it runs.</param>
    /// <param name="header">The heading of the page and what stands below it.</param>
    /// <param name="sections">The parts of the page; null for none in a place.</param>
    /// <returns>An HTML document; well-formed XML, too, where it has no script that holds signs of XML.</returns>
    public static string Compose(PageFrame frame, object header, params IEnumerable<XElement?> sections)
    {
        var head = Element(
            "head",
            Element("meta", Attribute("charset", "utf-8")),
            Element("meta", Attribute("http-equiv", "Content-Security-Policy"), Attribute("content", frame.Policy ?? Policy)),
            Element("meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")),
            Element("meta", Attribute("name", "color-scheme"), Attribute("content", "light dark")),
            Element("title", frame.Title));
        var body = Element("body", Element("header", header), Element("main", sections), frame.Footer);
        var html = Serialize(Element("html", Attribute("lang", frame.Language), frame.Attributes, head, body));
        return html
            .Replace("</head>", $" <style>{Style}{frame.Style}</style>\n </head>", StringComparison.Ordinal)
            .Replace("</body>", $"{Scripted(frame)}</body>", StringComparison.Ordinal);
    }

    /// <summary>Writes parts of a page, for one that is open already.</summary>
    /// <param name="parts">The parts.</param>
    /// <returns>HTML, without a line break that is not in the parts.</returns>
    public static string Fragment(params IEnumerable<XElement> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            MakeWritable(part);
            text.Append(part.ToString(SaveOptions.DisableFormatting));
        }

        return text.ToString();
    }

    // In styles and scripts HTML knows no entities: their signs ">", "<" and "&" must stay as they are.
    private static string Scripted(PageFrame frame) => string.Concat(
        frame.Scripts.Select(script => $"<script{(script.Type is null ? "" : $" type=\"{script.Type}\"")}"
            + $"{(script.Id is null ? "" : $" id=\"{script.Id}\"")}>{script.Text}</script>\n"));

    private static string Serialize(XElement html)
    {
        MakeWritable(html);
        var settings = new XmlWriterSettings
        {
            OmitXmlDeclaration = true,
            Indent = true,
            IndentChars = " ",
            NewLineChars = "\n",
            NewLineHandling = NewLineHandling.None,
        };
        var text = new StringBuilder("<!DOCTYPE html>\n");
        using (var writer = XmlWriter.Create(text, settings))
            html.Save(writer);
        return text.Append('\n').ToString();
    }

    private static void MakeWritable(XElement html)
    {
        foreach (var element in html.DescendantsAndSelf())
        {
            // HTML reads <td /> as an opening tag; only the void elements may be written so.
            if (element.IsEmpty && element.Name.Namespace == XNamespace.None && !IsVoid(element.Name.LocalName))
                element.Value = string.Empty;
            foreach (var attribute in element.Attributes())
                attribute.Value = Clean(attribute.Value);
            foreach (var text in element.Nodes().OfType<XText>())
                text.Value = Clean(text.Value);
        }
    }

    private static bool IsVoid(string element) => element is "meta" or "img" or "br" or "hr" or "input" or "link";

    // Control characters and halves of surrogate pairs can be written neither in XML nor in HTML.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                clean.Append(text[i++]).Append(text[i]);
            else
                clean.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
        }

        return clean.ToString();
    }

    private static string ReadStyle()
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream("page.css")
            ?? throw new InvalidOperationException("The style sheet is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
