using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace TorchBasics.Pages.Charts;

/// <summary>Draws curves as SVG whose text is text and whose colours follow the page, light or dark.</summary>
public static class LineChart
{
    private const int Height = 310;
    private const int MarkersAtMost = 25;

    // Stand-ins that the drawing is made with; the page's colours take their place afterwards.
    private static readonly OxyColor Ink = OxyColor.FromRgb(1, 1, 1);
    private static readonly OxyColor Line = OxyColor.FromRgb(2, 2, 2);

    // Lines differ by colour, marker and dash, so that no one has to tell colours apart.
    private static readonly (OxyColor StandIn, string Color, MarkerType Marker, double[]? Dashes)[] Looks =
    [
        (OxyColor.FromRgb(3, 3, 3), "first", MarkerType.Circle, null),
        (OxyColor.FromRgb(4, 4, 4), "second", MarkerType.Square, [5, 3]),
        (OxyColor.FromRgb(5, 5, 5), "third", MarkerType.Triangle, [2, 2]),
        (OxyColor.FromRgb(6, 6, 6), "fourth", MarkerType.Diamond, [8, 3, 2, 3]),
        (OxyColor.FromRgb(7, 7, 7), "fifth", MarkerType.Circle, [12, 3]),
    ];

    /// <summary>Draws a chart.</summary>
    /// <param name="description">What a person who cannot see it should know.</param>
    /// <param name="horizontal">The axis of the points' X.</param>
    /// <param name="vertical">The axis of the points' Y.</param>
    /// <param name="curves">One to five lines.</param>
    /// <returns>The svg element.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no line, or a sixth one.</exception>
    public static XElement Draw(string description, ChartAxis horizontal, ChartAxis vertical, params IReadOnlyList<Curve> curves)
    {
        if (curves.Count < 1 || curves.Count > Looks.Length)
            throw new ArgumentOutOfRangeException(
                nameof(curves), curves.Count, $"A chart shows one to {Looks.Length} lines.");
        var model = new PlotModel
        {
            TextColor = Ink,
            PlotAreaBorderColor = Line,
            DefaultFontSize = Svg.TextSize,
            Padding = new OxyThickness(4),
        };
        model.Axes.Add(horizontal.At(AxisPosition.Bottom, Line));
        model.Axes.Add(vertical.At(AxisPosition.Left, Line));
        foreach (var (index, curve) in curves.Index())
            model.Series.Add(Series(curve, index));
        if (curves.Count > 1)
            model.Legends.Add(Legend());

        var exporter = new SvgExporter
        {
            Width = Svg.ChartWidth,
            Height = Height,
            UseVerticalTextAlignmentWorkaround = true,
            TextMeasurer = new TextMeasurer(),
        };
        return Adapt(exporter.ExportToString(model), description);
    }

    private static Legend Legend() => new()
    {
        LegendPlacement = LegendPlacement.Outside,
        LegendPosition = LegendPosition.TopCenter,
        LegendOrientation = LegendOrientation.Horizontal,
        LegendFontSize = Svg.TextSize,
    };

    private static LineSeries Series(Curve curve, int index)
    {
        var (color, _, marker, dashes) = Looks[index];
        var series = new LineSeries
        {
            Title = curve.Name,
            Color = color,
            StrokeThickness = 2,
            MarkerSize = 3.5,
            MarkerFill = color,
            Dashes = dashes,
        };
        series.Points.AddRange(
            curve.Points.Where(point => double.IsFinite(point.Y)).Select(point => new DataPoint(point.X, point.Y)));
        if (curve.Points.Count <= MarkersAtMost)
            series.MarkerType = marker;
        return series;
    }

    private static XElement Adapt(string svg, string description)
    {
        var root = XDocument.Parse(svg).Root!;
        // Clip paths: nothing leaves the frame, and their names would clash between charts.
        root.DescendantsAndSelf(Svg.Namespace + "defs").Remove();
        root.DescendantsAndSelf().Attributes("clip-path").Remove();
        root.Descendants(Svg.Namespace + "text").Attributes().Where(IsColorOrFont).Remove();
        foreach (var style in root.Descendants().Attributes("style"))
            style.Value = WithColorsOfPage(style.Value);
        return Svg.Drawing(Height, description, root.Nodes());
    }

    private static bool IsColorOrFont(XAttribute attribute) => attribute.Name.LocalName is "fill" or "font-family";

    private static string WithColorsOfPage(string style) => Looks.Aggregate(
        style
            .Replace("rgb(1,1,1)", "var(--ink)", StringComparison.Ordinal)
            .Replace("rgb(2,2,2)", "var(--line)", StringComparison.Ordinal),
        (text, look) => text.Replace(
            $"rgb({look.StandIn.R},{look.StandIn.G},{look.StandIn.B})", $"var(--{look.Color})", StringComparison.Ordinal));
}
