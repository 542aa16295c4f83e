using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace TorchBasics.Training.Reports;

/// <summary>
/// Builds markup as a tree, never as text, so that nothing from outside can become a tag. What is written is both HTML
/// and well-formed XML.
/// </summary>
internal static class Html
{
    private static readonly HashSet<string> Void = ["meta", "img", "br", "hr"];

    public static XElement Element(string name, params object?[] content) => new(name, content);

    public static XAttribute Class(string name) => new("class", name);

    public static XAttribute Attribute(string name, object value) => new(name, value);

    /// <summary>A part of the page with its heading.</summary>
    public static XElement Section(string id, string heading, params object?[] content) =>
        Element("section", Attribute("aria-labelledby", id), Element("h2", Attribute("id", id), heading), content);

    /// <summary>A table that scrolls by itself where the screen is narrower.</summary>
    public static XElement ScrollingTable(string caption, params object?[] content) =>
        Element(
            "div",
            Class("scroll"),
            Attribute("role", "region"),
            Attribute("aria-label", caption),
            Attribute("tabindex", 0),
            Element("table", Element("caption", caption), content));

    public static XElement ColumnHeader(params object?[] content) => Element("th", Attribute("scope", "col"), content);

    public static XElement RowHeader(params object?[] content) => Element("th", Attribute("scope", "row"), content);

    /// <summary>"99.12 %".</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F2} %");

    /// <summary>A number with four significant digits, or as many as are asked for.</summary>
    public static string Number(double value, int digits = 4) => value.ToString($"G{digits}", CultureInfo.InvariantCulture);

    /// <summary>The document as text.</summary>
    public static string Serialize(XElement html)
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
            if (element.IsEmpty && element.Name.Namespace == XNamespace.None && !Void.Contains(element.Name.LocalName))
                element.Value = string.Empty;
            foreach (var attribute in element.Attributes())
                attribute.Value = Clean(attribute.Value);
            foreach (var text in element.Nodes().OfType<XText>())
                text.Value = Clean(text.Value);
        }
    }

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
}
