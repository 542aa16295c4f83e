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
    private static readonly OxyColor First = OxyColor.FromRgb(3, 3, 3);
    private static readonly OxyColor Second = OxyColor.FromRgb(4, 4, 4);

    /// <summary>Draws a chart.</summary>
    /// <param name="description">What a person who cannot see it should know.</param>
    /// <param name="horizontal">The axis of the points' X.</param>
    /// <param name="vertical">The axis of the points' Y.</param>
    /// <param name="curves">One or two lines.</param>
    /// <returns>The svg element.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no line, or a third one.</exception>
    public static XElement Draw(string description, ChartAxis horizontal, ChartAxis vertical, params IReadOnlyList<Curve> curves)
    {
        if (curves.Count is not (1 or 2))
            throw new ArgumentOutOfRangeException(nameof(curves), curves.Count, "A chart shows one or two lines.");
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

    // Lines differ by colour, marker and dash, so that no one has to tell colours apart.
    private static LineSeries Series(Curve curve, int index)
    {
        var color = index == 0 ? First : Second;
        var series =
            new LineSeries { Title = curve.Name, Color = color, StrokeThickness = 2, MarkerSize = 3.5, MarkerFill = color };
        series.Points.AddRange(
            curve.Points.Where(point => double.IsFinite(point.Y)).Select(point => new DataPoint(point.X, point.Y)));
        if (curve.Points.Count <= MarkersAtMost)
            series.MarkerType = index == 0 ? MarkerType.Circle : MarkerType.Square;
        if (index == 1)
            series.Dashes = [5, 3];
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

    private static string WithColorsOfPage(string style) => style
        .Replace("rgb(1,1,1)", "var(--ink)", StringComparison.Ordinal)
        .Replace("rgb(2,2,2)", "var(--line)", StringComparison.Ordinal)
        .Replace("rgb(3,3,3)", "var(--first)", StringComparison.Ordinal)
        .Replace("rgb(4,4,4)", "var(--second)", StringComparison.Ordinal);
}
