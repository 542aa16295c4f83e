using System.Drawing;
using System.Globalization;
using System.Xml.Linq;
using TorchBasics.Pages;
using TorchBasics.Pages.Charts;

namespace TorchBasics.Lessons.Drawings;

/// <summary>
/// Draws numbers as pixels, such as a picture, a kernel or a feature map, as a small PNG and in letters: grey from black (0)
/// to white, or, where they have signs, blue (negative) over nothing (0) to orange (positive), on light and on dark pages.
/// </summary>
/// <param name="values">Rows and columns.</param>
internal sealed class PixelPicture(double[,] values)
{
    private const string GreyLetters = " ░▒▓█", NegativeLetters = " -~=≡";

    // Between the colours of the style sheet for light pages and those for dark ones.
    private static readonly Color Positive = Color.FromArgb(233, 120, 32), Negative = Color.FromArgb(24, 136, 208);

    /// <summary>Whether the numbers have signs; by default, whether one of them is negative.</summary>
    public bool IsSigned { get; init; } = values.Cast<double>().Any(value => value < 0);

    /// <summary>The size of a number that gets the full colour; the largest one by default.</summary>
    public double? Full { get; init; }

    /// <summary>What a pixel tells whoever points at it; null for nothing. Each makes the page some 100 bytes longer.</summary>
    public Func<int, int, string?>? Tip { get; init; }

    /// <summary>A frame around some pixels: first row, first column, rows, columns.</summary>
    public (int Row, int Column, int Rows, int Columns)? Window { get; init; }

    private int Rows => values.GetLength(0);

    private int Columns => values.GetLength(1);

    private double Largest => Full ?? values.Cast<double>().Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();

    /// <summary>A picture in colours, one plane of numbers for each, from 0 to a full number.</summary>
    /// <param name="red">Rows and columns.</param>
    /// <param name="green">As many.</param>
    /// <param name="blue">As many.</param>
    /// <param name="full">The number that stands for the full colour.</param>
    /// <param name="description">What a person who cannot see it should know.</param>
    /// <returns>An img element.</returns>
    public static XElement Colours(double[,] red, double[,] green, double[,] blue, double full, string description) => Image(
        red.GetLength(0), red.GetLength(1), description, (row, column) => Color.FromArgb(
            Level(red[row, column] / full), Level(green[row, column] / full), Level(blue[row, column] / full)));

    /// <summary>The picture for a page.</summary>
    /// <param name="description">What a person who cannot see it should know.</param>
    /// <returns>An img element; an svg element around it where there are tips or a window.</returns>
    public XElement Draw(string description)
    {
        var full = Largest;
        var image = Image(Rows, Columns, description, (row, column) => Colour(values[row, column], full));
        return Tip is null && Window is null ? image : Svg.Element(
            "svg",
            new XAttribute("class", "pixels"),
            new XAttribute("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {Columns} {Rows}")),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", description),
            Svg.Element(
                "image", new XAttribute("href", image.Attribute("src")!.Value), new XAttribute("width", Columns),
                new XAttribute("height", Rows)),
            Window is var (top, left, rows, columns) ? Shapes.Rectangle("window", left, top, columns, rows) : null,
            Tips());
    }

    /// <summary>How high it is.</summary>
    /// <param name="width">How wide it is.</param>
    public double HeightAt(double width) => width * Rows / Columns;

    /// <summary>The picture as a part of a drawing.</summary>
    /// <param name="x">Its left end there.</param>
    /// <param name="y">Its upper end.</param>
    /// <param name="width">How wide it is.</param>
    public IEnumerable<XElement> Place(double x, double y, double width)
    {
        var (full, height) = (Largest, HeightAt(width));
        var image = Image(Rows, Columns, "", (row, column) => Colour(values[row, column], full));
        yield return Svg.Element(
            "image",
            new XAttribute("href", image.Attribute("src")!.Value),
            new XAttribute("x", Shapes.Length(x)),
            new XAttribute("y", Shapes.Length(y)),
            new XAttribute("width", Shapes.Length(width)),
            new XAttribute("height", Shapes.Length(height)));
        yield return Shapes.Rectangle("edge", x, y, width, height);
    }

    /// <summary>The picture in letters, two for each pixel: the fuller, the larger; negative ones in strokes.</summary>
    public IReadOnlyList<string> Lines()
    {
        var full = Largest;
        return [.. Enumerable.Range(0, Rows).Select(row => string.Concat(Enumerable.Range(0, Columns).Select(
            column => new string(Letter(values[row, column], full), 2))).TrimEnd())];
    }

    private static XElement Image(int rows, int columns, string description, Func<int, int, Color> pixel)
    {
        var image = Png.Image(columns, rows, description, (x, y) => pixel(y, x));
        image.Add(Html.Class("pixels"));
        return image;
    }

    private static int Level(double share) => double.IsNaN(share) ? 0 : (int)Math.Round(255 * Math.Clamp(share, 0, 1));

    private static char Letter(double value, double full)
    {
        var letters = value < 0 ? NegativeLetters : GreyLetters;
        return double.IsNaN(value) ? '?' : letters[(int)Math.Ceiling(
            (letters.Length - 1) * Math.Clamp(full > 0 ? Math.Abs(value) / full : 0, 0, 1) - 0.125)];
    }

    private Color Colour(double value, double full)
    {
        var level = Level(full > 0 ? (IsSigned ? Math.Abs(value) : value) / full : 0);
        return IsSigned ? Color.FromArgb(level, value < 0 ? Negative : Positive) : Color.FromArgb(level, level, level);
    }

    private IEnumerable<XElement> Tips()
    {
        for (var row = 0; row < Rows; row++)
            for (var column = 0; column < Columns; column++)
                if (Tip?.Invoke(row, column) is { } tip)
                    yield return Shapes.WithTip(Shapes.Rectangle("pixel", column, row, 1, 1), tip);
    }
}
