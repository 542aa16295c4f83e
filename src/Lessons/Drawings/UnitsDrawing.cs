using System.Globalization;
using System.Xml.Linq;
using TorchBasics.Lessons.Learning;
using TorchBasics.Pages.Charts;

namespace TorchBasics.Lessons.Drawings;

/// <summary>Draws a small network unit by unit: numbers in the units, weights as lines, thick where they are large.</summary>
/// <param name="columns">The units, the inputs first.</param>
/// <param name="title">What stands above the inputs.</param>
internal sealed class UnitsDrawing(IReadOnlyList<UnitColumn> columns, string title)
{
    private const double Radius = 21, Top = 26, Step = 50, Thickest = 5;

    private int Most => columns.Max(column => column.Units.Count);

    /// <summary>The drawing for a page.</summary>
    /// <param name="description">What a person who cannot see it should know.</param>
    public XElement Draw(string description)
    {
        var svg = Svg.Drawing((int)(Top + (Most * Step) + 8), description);
        var largest = columns.SelectMany(column => column.Units).SelectMany(unit => unit.Weights)
            .Select(Math.Abs).DefaultIfEmpty(1).Max();
        for (var k = 1; k < columns.Count; k++)
            for (var to = 0; to < columns[k].Units.Count; to++)
                for (var from = 0; from < columns[k - 1].Units.Count; from++)
                    if (columns[k].Units[to].Weights[from] is var weight and not 0)
                        svg.Add(Link(k, from, to, weight, largest));
        for (var k = 0; k < columns.Count; k++)
        {
            svg.Add(Shapes.Text("axis", NameX(k), 14, Name(k), Anchor(k), 13));
            for (var place = 0; place < columns[k].Units.Count; place++)
                svg.Add(Unit(k, place));
        }

        return svg;
    }

    /// <summary>The drawing in letters: each column's units with their values.</summary>
    public IReadOnlyList<string> Lines() =>
        [.. columns.Select((column, k) =>
            $"{Name(k)}: {string.Join("   ", column.Units.Select(unit => $"{unit.Name} = {Number(unit.Value)}"))}")];

    private static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);

    private XElement Unit(int k, int place)
    {
        var unit = columns[k].Units[place];
        var group = Svg.Element(
            "g",
            Shapes.Circle("unit", X(k), Y(k, place), Radius),
            Shapes.Text("axis", X(k), Y(k, place) - 4, unit.Name, size: 12),
            Shapes.Text("", X(k), Y(k, place) + 11, Number(unit.Value), size: 13));
        return Shapes.WithTip(group, unit.Formula(k == 0 ? [] : columns[k - 1].Units));
    }

    private XElement Link(int k, int from, int to, double weight, double largest)
    {
        var line = Shapes.Line(weight > 0 ? "link plus" : "link minus", X(k - 1), Y(k - 1, from), X(k), Y(k, to));
        line.Add(new XAttribute("stroke-width", Shapes.Length(Math.Max(0.6, Thickest * Math.Abs(weight) / largest))));
        return line;
    }

    private string Name(int k) => k == 0 ? title : columns[k].Name;

    private string Anchor(int k) => k == 0 ? "start" : k == columns.Count - 1 ? "end" : "middle";

    private double NameX(int k) => k == 0 ? 2 : k == columns.Count - 1 ? Svg.ChartWidth - 2 : X(k);

    private double X(int k) => Radius + 4 + (k * (Svg.ChartWidth - (2 * Radius) - 8) / (columns.Count - 1));

    private double Y(int k, int place) => Top + (Step * (place + 0.5 + ((Most - columns[k].Units.Count) / 2.0)));
}
