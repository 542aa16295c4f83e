using System.Globalization;
using System.Xml.Linq;
using TorchBasics.Pages.Charts;

namespace TorchBasics.Lessons.Drawings;

/// <summary>Draws a function of one number as a landscape, with marks that stand on it, as SVG and in letters.</summary>
/// <param name="function">The height of a place.</param>
/// <param name="minimumX">Left end.</param>
/// <param name="maximumX">Right end.</param>
/// <param name="minimumY">Lower end.</param>
/// <param name="maximumY">Upper end.</param>
internal sealed class CurveDrawing(
    Func<double, double> function, double minimumX, double maximumX, double minimumY, double maximumY)
{
    private const double Left = 40, Top = 22, Width = 404, Height = 180;
    private const int Pieces = 120;
    private const int Letters = 61, Rows = 13;

    private static readonly string MarkLetters = "o#^*";

    private readonly List<XElement> _marks = [];
    private readonly List<XElement> _paths = [];
    private readonly List<(double X, char Letter)> _letters = [];

    /// <summary>What stands below the horizontal axis.</summary>
    public string NameX { get; init; } = "x";

    /// <summary>The letter of a mark in a drawing of letters.</summary>
    /// <param name="label">Its class, from 0.</param>
    public static char Letter(int label) => MarkLetters[label % MarkLetters.Length];

    /// <summary>Whether a place is within the picture.</summary>
    /// <param name="x">The place.</param>
    public bool Shows(double x) => x >= minimumX && x <= maximumX;

    /// <summary>The way from place to place, as straight lines from point to point of the curve.</summary>
    /// <param name="places">The places in order; the way ends where it leaves the picture.</param>
    /// <param name="names">Classes of the style sheet.</param>
    public CurveDrawing Way(IEnumerable<double> places, string names)
    {
        var points = places.TakeWhile(Shows).Select(x => (ToX(x), ToY(function(x)))).ToList();
        if (points.Count > 1)
            _paths.Add(Shapes.Path(names, points));
        return this;
    }

    /// <summary>A mark on the curve.</summary>
    /// <param name="x">Its place; outside of the picture it is left out.</param>
    /// <param name="label">Its class, from 0, which gives colour and shape.</param>
    /// <param name="tip">What it tells whoever points at it; null for nothing.</param>
    /// <param name="size">Half of its width.</param>
    public CurveDrawing Mark(double x, int label, string? tip = null, double size = 6)
    {
        if (!Shows(x))
            return this;
        var mark = Shapes.Mark(label, ToX(x), ToY(function(x)), size);
        _marks.Add(tip is null ? mark : Shapes.WithTip(mark, tip));
        _letters.Add((x, Letter(label)));
        return this;
    }

    /// <summary>Letters above a place of the curve.</summary>
    /// <param name="x">The place.</param>
    /// <param name="text">The letters.</param>
    public CurveDrawing Name(double x, string text)
    {
        _paths.Add(Shapes.Text("axis", ToX(x), ToY(function(x)) - 12, text));
        _letters.Add((x, text[0]));
        return this;
    }

    /// <summary>The drawing for a page.</summary>
    /// <param name="description">What a person who cannot see it should know.</param>
    public XElement Draw(string description) => Svg.Drawing(
        (int)(Top + Height + 44),
        description,
        Shapes.Rectangle("frame", Left, Top - 10, Width, Height + 16),
        Places(minimumX, maximumX).Select(x => Shapes.Text("axis", ToX(x), Top + Height + 22, Number(x))),
        Places(minimumY, maximumY).Select(y => Shapes.Text("axis", Left - 6, ToY(y) + 4, Number(y), "end")),
        Shapes.Text("axis", Left + (Width / 2), Top + Height + 38, NameX),
        Shapes.Path("boundary", Enumerable.Range(0, Pieces + 1)
            .Select(piece => minimumX + ((maximumX - minimumX) * piece / Pieces))
            .Select(x => (X: x, Y: function(x)))
            .Where(point => point.Y >= minimumY && point.Y <= maximumY)
            .Select(point => (ToX(point.X), ToY(point.Y)))),
        _paths,
        _marks);

    /// <summary>The drawing in letters: the curve as dots, marks as o, #, ^ and *.</summary>
    public IReadOnlyList<string> Lines()
    {
        var grid = Enumerable.Range(0, Rows).Select(_ => Enumerable.Repeat(' ', Letters).ToArray()).ToArray();
        for (var column = 0; column < Letters; column++)
            Put(grid, minimumX + ((maximumX - minimumX) * column / (Letters - 1)), '.');
        foreach (var (x, letter) in _letters)
            Put(grid, x, letter);
        return
        [
            .. grid.Select(row => $"  |{new string(row)}|"),
            $"  {Number(minimumX)}{$"{NameX} = {Number(maximumX)}".PadLeft(Letters)}",
        ];
    }

    private static IEnumerable<double> Places(double minimum, double maximum)
    {
        double[] sizes = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];
        var step = sizes.FirstOrDefault(size => (maximum - minimum) / size <= 8, 100);
        for (var k = Math.Ceiling(minimum / step); k * step <= maximum; k++)
            yield return k * step;
    }

    private static string Number(double value) => (Math.Round(value, 6) + 0.0).ToString(CultureInfo.InvariantCulture);

    private void Put(char[][] grid, double x, char letter)
    {
        var share = (function(x) - minimumY) / (maximumY - minimumY);
        if (share is >= 0 and <= 1)
        {
            var (row, column) = ((1 - share) * (Rows - 1), (x - minimumX) / (maximumX - minimumX) * (Letters - 1));
            grid[(int)Math.Round(row)][(int)Math.Round(column)] = letter;
        }
    }

    private double ToX(double x) => Left + ((x - minimumX) / (maximumX - minimumX) * Width);

    private double ToY(double y) => Top + ((maximumY - y) / (maximumY - minimumY) * Height);
}
