using System.Globalization;
using System.Xml.Linq;
using TorchBasics.Pages.Charts;

namespace TorchBasics.Lessons.Drawings;

/// <summary>Draws numbers in rows and columns, such as a picture, a kernel or a feature map, as SVG and in letters.</summary>
/// <param name="values">Rows and columns.</param>
internal sealed class MatrixDrawing(double[,] values)
{
    private const double CellSize = 44;

    /// <summary>Which cells stand out, such as those under a window.</summary>
    public Func<int, int, bool>? IsMarked { get; init; }

    /// <summary>Which cells are no part of it yet, or padding; they are drawn pale.</summary>
    public Func<int, int, bool>? IsPale { get; init; }

    /// <summary>What a cell tells whoever points at it; null for nothing.</summary>
    public Func<int, int, string?>? Tip { get; init; }

    /// <summary>What stands in a cell; by default its number in few digits.</summary>
    public Func<double, string> Text { get; init; } = Number;

    /// <summary>Whether cells are shaded from blue (negative) over paper (0) to orange (positive).</summary>
    public bool IsShaded { get; init; } = true;

    /// <summary>The number that has the full shade; the largest one by default.</summary>
    public double? Full { get; init; }

    /// <summary>The size of a cell within the drawing; numbers need 26 or more, below none are written.</summary>
    public double Size { get; init; } = CellSize;

    /// <summary>More classes of the style sheet, such as "red" for the red part of a picture.</summary>
    public string Names { get; init; } = "";

    /// <summary>How wide it is.</summary>
    public double Width => Columns * Size;

    /// <summary>How high it is.</summary>
    public double Height => Rows * Size;

    private int Rows => values.GetLength(0);

    private int Columns => values.GetLength(1);

    /// <summary>A number in at most three significant digits.</summary>
    public static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture)
        .Replace("E-0", "e-", StringComparison.Ordinal).Replace("E+0", "e", StringComparison.Ordinal)
        .Replace("E-", "e-", StringComparison.Ordinal).Replace("E+", "e", StringComparison.Ordinal);

    /// <summary>The drawing for a page.</summary>
    /// <param name="description">What a person who cannot see it should know.</param>
    public XElement Draw(string description)
    {
        return Svg.Element(
            "svg",
            new XAttribute("viewBox", $"-2 -2 {Shapes.Length(Width + 4)} {Shapes.Length(Height + 4)}"),
            new XAttribute("class", $"matrix {Names}".TrimEnd()),
            new XAttribute("style", $"max-width: {Shapes.Length(Width + 4)}px"),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", description),
            Cells());
    }

    /// <summary>The drawing as a part of another one.</summary>
    /// <param name="x">Its left end there.</param>
    /// <param name="y">Its upper end.</param>
    public XElement Place(double x, double y) => Svg.Element(
        "g",
        Names.Length > 0 ? new XAttribute("class", Names) : null,
        new XAttribute("transform", $"translate({Shapes.Length(x)} {Shapes.Length(y)})"),
        Cells());

    /// <summary>The drawing in letters; marked cells stand in brackets.</summary>
    public IReadOnlyList<string> Lines()
    {
        var width = values.Cast<double>().Select(value => Text(value).Length).DefaultIfEmpty().Max();
        return [.. Enumerable.Range(0, Rows).Select(row => string.Concat(Enumerable.Range(0, Columns).Select(column =>
        {
            var text = IsPale?.Invoke(row, column) == true ? "." : Text(values[row, column]);
            var (before, after) = IsMarked?.Invoke(row, column) == true ? ('[', ']') : (' ', ' ');
            return $"{before}{text.PadLeft(width)}{after}";
        })).TrimEnd())];
    }

    private IEnumerable<XElement> Cells()
    {
        var full = Full ?? values.Cast<double>().Select(Math.Abs).DefaultIfEmpty().Max();
        for (var row = 0; row < Rows; row++)
            for (var column = 0; column < Columns; column++)
                yield return Cell(row, column, full);
        // Frames come last, so that no neighbour covers them.
        for (var row = 0; row < Rows; row++)
            for (var column = 0; column < Columns; column++)
                if (IsMarked?.Invoke(row, column) == true)
                    yield return Svg.Element(
                        "g", new XAttribute("class", "marked"), Shapes.Rectangle("edge", column * Size, row * Size, Size, Size));
    }

    private XElement Cell(int row, int column, double full)
    {
        var value = values[row, column];
        var names = IsPale?.Invoke(row, column) == true ? "cell pale" : "cell";
        var (x, y) = (column * Size, row * Size);
        var group = Svg.Element("g", new XAttribute("class", names), Shapes.Rectangle("paper edge", x, y, Size, Size));
        if (IsShaded && full > 0 && value != 0 && double.IsFinite(value))
        {
            var shade = Shapes.Rectangle(value > 0 ? "positive" : "negative", x, y, Size, Size);
            // Never so full that the number in it is hard to read.
            var opacity = Math.Round(Math.Min(1, Math.Abs(value) / full) * 60) / 100;
            shade.Add(new XAttribute("fill-opacity", opacity.ToString(CultureInfo.InvariantCulture)));
            group.Add(shade);
        }

        if (Size >= 26)
            group.Add(Shapes.Text("", x + (Size / 2), y + (Size / 2) + 5, Text(value), size: TextSize(Text(value))));
        return Tip?.Invoke(row, column) is { } tip ? Shapes.WithTip(group, tip) : group;
    }

    private double TextSize(string text) => text.Length > 4 || (Size < 40 && text.Length > 3) ? 12 : Size < 30 ? 13 : 15;
}
