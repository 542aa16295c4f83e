using System.Globalization;
using System.Xml.Linq;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Pages.Charts;

namespace TorchBasics.Lessons.Drawings;

/// <summary>Draws the plane: regions, lines, paths and points of classes, as SVG and in letters.</summary>
/// <param name="minimumX">Left end.</param>
/// <param name="maximumX">Right end.</param>
/// <param name="minimumY">Lower end.</param>
/// <param name="maximumY">Upper end.</param>
internal sealed class PlaneDrawing(double minimumX, double maximumX, double minimumY, double maximumY)
{
    private const double Left = 44, Top = 12, Side = 330;
    private const int Cells = 55;
    private const int Letters = 45, Rows = 19;

    private static readonly string RegionLetters = "·░▒▓";
    private static readonly string PointLetters = "ox+#";

    private readonly List<XElement> _content = [];
    private readonly List<Action<char[][]>> _letters = [];
    private string? _editable;
    private int _classes;

    /// <summary>What stands below the horizontal axis.</summary>
    public string NameX { get; init; } = "x1";

    /// <summary>What stands beside the vertical axis.</summary>
    public string NameY { get; init; } = "x2";

    /// <summary>The places that <see cref="Regions"/> asks for, so that somebody may compute them all at once.</summary>
    public IEnumerable<(double X, double Y)> Places =>
    [
        .. Enumerable.Range(0, Cells).SelectMany(row => Enumerable.Range(0, Cells).Select(column => (CellX(column), CellY(row)))),
        .. Enumerable.Range(0, Rows).SelectMany(row => Enumerable.Range(0, Letters).Select(column => (XOf(column), YOf(row)))),
    ];

    /// <summary>Colours each place by its class.</summary>
    /// <param name="classify">The class of a place, from 0; -1 for none.</param>
    public PlaneDrawing Regions(Func<double, double, int> classify)
    {
        var step = Side / Cells;
        var regions = Svg.Element("g", new XAttribute("class", "regions")); // pale as a whole, so that neighbours may overlap
        for (var row = 0; row < Cells; row++)
        {
            var y = CellY(row);
            // Equal neighbours become one rectangle.
            for (int column = 0, next; column < Cells; column = next)
            {
                var label = ClassAt(column);
                for (next = column + 1; next < Cells && ClassAt(next) == label; next++) ;
                if (label >= 0)
                    regions.Add(Shapes.Rectangle(
                        $"region{label}", Left + (column * step), Top + (row * step), ((next - column) * step) + 0.5,
                        step + 0.5));
            }

            int ClassAt(int column) => classify(CellX(column), y);
        }

        _content.Add(regions);
        _letters.Add(grid =>
        {
            for (var row = 0; row < Rows; row++)
                for (var column = 0; column < Letters; column++)
                {
                    var label = classify(XOf(column), YOf(row));
                    grid[row][column] = label < 0 ? ' ' : RegionLetters[label % RegionLetters.Length];
                }
        });
        return this;
    }

    /// <summary>The line w1 x + w2 y + b = 0, as far as it is in the picture.</summary>
    /// <param name="w1">Weight of x.</param>
    /// <param name="w2">Weight of y.</param>
    /// <param name="b">Bias.</param>
    /// <param name="names">Classes of the style sheet.</param>
    public PlaneDrawing Line(double w1, double w2, double b, string names = "boundary")
    {
        var ends = new List<(double X, double Y)>();
        if (w2 != 0)
            foreach (var x in (double[])[minimumX, maximumX])
                ends.Add((x, -((w1 * x) + b) / w2));
        if (w1 != 0)
            foreach (var y in (double[])[minimumY, maximumY])
                ends.Add((-((w2 * y) + b) / w1, y));
        var inside = ends.Where(end => IsInside(end.X, end.Y)).Distinct().ToList();
        return inside.Count >= 2 ? Path([inside[0], inside[^1]], names) : this;
    }

    /// <summary>A line through points; where they leave the picture, so does the line.</summary>
    /// <param name="points">Where it goes.</param>
    /// <param name="names">Classes of the style sheet.</param>
    public PlaneDrawing Path(IReadOnlyList<(double X, double Y)> points, string names)
    {
        var piece = new List<(double X, double Y)>();
        foreach (var (x, y) in points)
        {
            if (IsInside(x, y))
                piece.Add((ToX(x), ToY(y)));
            else
                End();
        }

        End();
        return this;

        void End()
        {
            if (piece.Count > 1)
                _content.Add(Shapes.Path(names, piece));
            piece.Clear();
        }
    }

    /// <summary>Points of classes; those outside of the picture are left out.</summary>
    /// <param name="points">The points.</param>
    /// <param name="tip">What a point tells whoever points at it; null for nothing.</param>
    /// <param name="names">The class of the style sheet of a point, such as "wrong"; null for none.</param>
    public PlaneDrawing Points(
        IReadOnlyList<PlanePoint> points, Func<PlanePoint, string>? tip = null, Func<PlanePoint, string>? names = null)
    {
        foreach (var point in points.Where(point => IsInside(point.X, point.Y)))
        {
            var mark = Shapes.Mark(point.Class, ToX(point.X), ToY(point.Y), names: names?.Invoke(point) ?? "");
            _content.Add(tip is null ? mark : Shapes.WithTip(mark, tip(point)));
        }

        _letters.Add(grid =>
        {
            foreach (var point in points.Where(point => IsInside(point.X, point.Y)))
            {
                var column = (int)Math.Round((point.X - minimumX) / (maximumX - minimumX) * (Letters - 1));
                var row = (int)Math.Round((maximumY - point.Y) / (maximumY - minimumY) * (Rows - 1));
                grid[row][column] = PointLetters[point.Class % PointLetters.Length];
            }
        });
        return this;
    }

    /// <summary>Letters at a place.</summary>
    public PlaneDrawing Text(double x, double y, string text)
    {
        _content.Add(Shapes.Text("", ToX(x), ToY(y), text));
        return this;
    }

    /// <summary>Has a click on the picture add a point to a parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    public PlaneDrawing Editable(PointsParameter parameter)
    {
        (_editable, _classes) = (parameter.Name, parameter.Classes);
        return this;
    }

    /// <summary>The drawing for a page.</summary>
    /// <param name="description">What a person who cannot see it should know.</param>
    public XElement Draw(string description)
    {
        var svg = Svg.Drawing(
            (int)(Top + Side + 44),
            description,
            Shapes.Rectangle("frame", Left, Top, Side, Side),
            Marks(minimumX, maximumX).Select(x => Shapes.Text("axis", ToX(x), Top + Side + 18, Number(x), size: 13)),
            Marks(minimumY, maximumY).Select(y => Shapes.Text("axis", Left - 6, ToY(y) + 4, Number(y), "end", 13)),
            Shapes.Text("axis", Left + (Side / 2), Top + Side + 37, NameX),
            Shapes.Text("axis", Left + Side + 10, Top + (Side / 2), NameY, "start"),
            _content);
        if (_editable is not null)
            svg.Add(
                new XAttribute("data-plane", _editable),
                new XAttribute("data-classes", _classes),
                new XAttribute("data-area", string.Join(' ', new[] { Left, Top, Side, Side }.Select(Shapes.Length))),
                new XAttribute("data-range", string.Join(
                    ' ',
                    new[] { minimumX, maximumX, minimumY, maximumY }.Select(end => end.ToString(CultureInfo.InvariantCulture)))));
        return svg;
    }

    /// <summary>The drawing in letters: regions as · and ░, points as o, x, + and #.</summary>
    public IReadOnlyList<string> Lines()
    {
        var grid = Enumerable.Range(0, Rows).Select(_ => Enumerable.Repeat(' ', Letters).ToArray()).ToArray();
        foreach (var draw in _letters)
            draw(grid);
        return
        [
            $"{NameY} {Number(maximumY)}",
            .. grid.Select(row => $"  |{new string(row)}|"),
            $"  {Number(minimumX)}{$"{NameX} {Number(maximumX)}".PadLeft(Letters)}   ({NameY} ≥ {Number(minimumY)})",
        ];
    }

    private static IEnumerable<double> Marks(double minimum, double maximum)
    {
        double[] sizes = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];
        var step = sizes.FirstOrDefault(size => (maximum - minimum) / size <= 6, 100);
        for (var k = Math.Ceiling(minimum / step); k * step <= maximum; k++)
            yield return k * step;
    }

    private static string Number(double value) => Math.Round(value, 6).ToString(CultureInfo.InvariantCulture);

    private bool IsInside(double x, double y) => x >= minimumX && x <= maximumX && y >= minimumY && y <= maximumY;

    private double ToX(double x) => Left + ((x - minimumX) / (maximumX - minimumX) * Side);

    private double ToY(double y) => Top + ((maximumY - y) / (maximumY - minimumY) * Side);

    private double CellX(int column) => minimumX + ((column + 0.5) / Cells * (maximumX - minimumX));

    private double CellY(int row) => maximumY - ((row + 0.5) / Cells * (maximumY - minimumY));

    private double XOf(int column) => minimumX + ((maximumX - minimumX) * column / (Letters - 1));

    private double YOf(int row) => maximumY - ((maximumY - minimumY) * row / (Rows - 1));
}
