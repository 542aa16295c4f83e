using System.Globalization;
using System.Xml.Linq;
using TorchBasics.Pages.Charts;

namespace TorchBasics.Lessons.Drawings;

/// <summary>Draws errors as shares of what is allowed: bars over powers of ten, with a line at the bound.</summary>
/// <param name="lowest">The exponent of the left end; smaller shares, 0 included, have no bar.</param>
/// <param name="highest">The exponent of the right end; larger ones end there.</param>
internal sealed class ShareDrawing(int lowest, int highest)
{
    private const double Left = 132, Right = 448, Top = 26, BarHeight = 13, Gap = 9;

    private readonly List<(string Label, IReadOnlyList<ShareBar> Bars)> _rows = [];

    /// <summary>What stands above the line of the bound.</summary>
    public string BoundText { get; init; } = "1";

    /// <summary>Adds a row.</summary>
    /// <param name="label">What it is about.</param>
    /// <param name="bars">One bar below the other.</param>
    public ShareDrawing Row(string label, params IReadOnlyList<ShareBar> bars)
    {
        _rows.Add((label, bars));
        return this;
    }

    /// <summary>The drawing for a page.</summary>
    /// <param name="description">What a person who cannot see it should know.</param>
    public XElement Draw(string description)
    {
        var content = new List<XElement>();
        var y = Top;
        foreach (var (label, bars) in _rows)
        {
            content.Add(Shapes.Text("", Left - 8, y + (bars.Count * BarHeight / 2) + 5, label, "end", 13));
            foreach (var bar in bars)
            {
                var track = Shapes.Rectangle("paper", Left, y, Right - Left, BarHeight - 1);
                var length = Math.Max(0, Position(bar.Share) - Left);
                content.Add(Shapes.WithTip(
                    Svg.Element("g", track, Shapes.Rectangle($"class{(bar.StandsOut ? 1 : 0)}", Left, y, length, BarHeight - 1)),
                    bar.Tip));
                y += BarHeight;
            }

            y += Gap;
        }

        var bound = Position(1);
        for (var exponent = lowest; exponent <= highest; exponent += highest - lowest > 7 ? 2 : 1)
            content.Add(Shapes.Text("axis", Position(Math.Pow(10, exponent)), y + 10, Name(exponent), size: 12));
        content.Add(Shapes.Line("boundary", bound, Top - 6, bound, y - 2));
        content.Add(Shapes.Text("", bound, Top - 11, BoundText, size: 13));
        return Svg.Drawing((int)y + 18, description, content);
    }

    /// <summary>The drawing in letters: | is the bound.</summary>
    public IReadOnlyList<string> Lines()
    {
        const int Letters = 44;
        var width = _rows.Max(row => row.Label.Length);
        var bound = Column(1);
        return [.. _rows.SelectMany(row => row.Bars.Select((bar, index) =>
        {
            var letters = new string(bar.StandsOut ? '▒' : '█', Column(bar.Share)).PadRight(Letters).ToCharArray();
            letters[bound] = '|';
            return $"{(index == 0 ? row.Label : "").PadRight(width)} {new string(letters).TrimEnd()} {bar.Text}";
        }))];

        int Column(double share) => (int)((Position(share) - Left) / (Right - Left) * (Letters - 1));
    }

    private double Position(double share)
    {
        if (!(share > 0))
            return double.IsNaN(share) ? Right : Left;
        var place = (Math.Log10(share) - lowest) / (highest - lowest);
        return Left + (Math.Clamp(place, 0, 1) * (Right - Left));
    }

    private static string Name(int exponent) => exponent switch
    {
        0 => "1",
        1 => "10",
        2 => "100",
        -1 => "0.1",
        -2 => "0.01",
        _ => $"1e{exponent.ToString(CultureInfo.InvariantCulture)}",
    };
}

/// <summary>A bar.</summary>
/// <param name="Share">Error divided by what is allowed.</param>
/// <param name="Text">The same in letters, for a terminal.</param>
/// <param name="Tip">What it tells whoever points at it.</param>
/// <param name="StandsOut">Whether it has the second colour.</param>
internal readonly record struct ShareBar(double Share, string Text, string Tip, bool StandsOut = false);
