using System.Globalization;
using System.Xml.Linq;

namespace TorchBasics.Pages;

/// <summary>Builds markup as a tree, never as text, so that nothing from outside can become a tag.</summary>
/// <remarks>
/// Content is as <see cref="XElement"/> takes it: elements, attributes, text, numbers, sequences of these, and null for nothing.
/// </remarks>
public static class Html
{
    /// <summary>An element.</summary>
    /// <param name="name">Its name, such as "p".</param>
    /// <param name="content">Attributes and content.</param>
    public static XElement Element(string name, params object?[] content) => new(name, content);

    /// <summary>A class or several of the style sheet, with a space between them.</summary>
    /// <param name="names">The names.</param>
    public static XAttribute Class(string names) => new("class", names);

    /// <summary>An attribute.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Any text or number.</param>
    public static XAttribute Attribute(string name, object value) => new(name, value);

    /// <summary>A part of the page with its heading.</summary>
    /// <param name="id">Names it within the page; a word.</param>
    /// <param name="heading">The heading.</param>
    /// <param name="content">What stands below.</param>
    public static XElement Section(string id, string heading, params object?[] content) =>
        Element("section", Attribute("aria-labelledby", id), Element("h2", Attribute("id", id), heading), content);

    /// <summary>A drawing with what it shows below it.</summary>
    /// <param name="drawing">What <see cref="Charts"/> draws.</param>
    /// <param name="caption">What it shows.</param>
    public static XElement Chart(XElement drawing, string caption) =>
        Element("figure", Class("chart"), drawing, Element("figcaption", caption));

    /// <summary>A table that scrolls by itself where the screen is narrower.</summary>
    /// <param name="caption">What it holds.</param>
    /// <param name="content">Attributes of the table and its parts.</param>
    public static XElement ScrollingTable(string caption, params object?[] content) =>
        Element(
            "div",
            Class("scroll"),
            Attribute("role", "region"),
            Attribute("aria-label", caption),
            Attribute("tabindex", 0),
            Element("table", Element("caption", caption), content));

    /// <summary>A table of records: a column for each field, and a row for each record; it scrolls by itself, too.</summary>
    /// <param name="caption">What it holds.</param>
    /// <param name="columns">The columns; the first one says what a row is about.</param>
    /// <param name="rows">What <see cref="Row"/> returns.</param>
    public static XElement ScrollingTable(string caption, IReadOnlyList<Column> columns, IEnumerable<XElement> rows) =>
        ScrollingTable(
            caption,
            Element("thead", Element("tr", columns.Select(Head))),
            Element("tbody", rows));

    /// <summary>The head of a column.</summary>
    /// <param name="content">Attributes and content.</param>
    public static XElement ColumnHeader(params object?[] content) => Element("th", Attribute("scope", "col"), content);

    /// <summary>The cell that says what a row is about.</summary>
    /// <param name="content">Attributes and content.</param>
    public static XElement RowHeader(params object?[] content) => Element("th", Attribute("scope", "row"), content);

    /// <summary>A row of a table.</summary>
    /// <param name="subject">What it is about.</param>
    /// <param name="content">Its other cells, and attributes.</param>
    public static XElement Row(string subject, params object?[] content) => Element("tr", RowHeader(subject), content);

    /// <summary>A cell with a number.</summary>
    /// <param name="content">Attributes and content.</param>
    public static XElement Cell(params object?[] content) => Element("td", content);

    /// <summary>A cell with words, which stand on the left.</summary>
    /// <param name="content">Content; no other class.</param>
    public static XElement TextCell(params object?[] content) => Element("td", Class("text"), content);

    /// <summary>"60,000".</summary>
    /// <param name="number">How many there are.</param>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"99.12 %".</summary>
    /// <param name="share">0.9912, for one.</param>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F2} %");

    /// <summary>A number in few digits.</summary>
    /// <param name="value">The number.</param>
    /// <param name="digits">How many of its digits are significant.</param>
    public static string Number(double value, int digits = 4) => value.ToString($"G{digits}", CultureInfo.InvariantCulture);

    private static XElement Head(Column column) => ColumnHeader(column.IsText ? Class("text") : null, column.Heading);
}
