using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace TorchBasics.Training.Reports;

/// <summary>Draws curves over epochs as SVG whose text is text and whose colours follow the page, light or dark.</summary>
internal static class LineChart
{
    // Small enough that the letters stay readable when a phone shows the chart 340 pixels wide.
    private const double Width = 460;
    private const double Height = 310;
    private const double TextSize = 15;
    private const int MarkersAtMost = 25;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    // Stand-ins that the drawing is made with; the page's colours take their place afterwards.
    private static readonly OxyColor Ink = OxyColor.FromRgb(1, 1, 1);
    private static readonly OxyColor Line = OxyColor.FromRgb(2, 2, 2);
    private static readonly OxyColor First = OxyColor.FromRgb(3, 3, 3);
    private static readonly OxyColor Second = OxyColor.FromRgb(4, 4, 4);

    /// <summary>Draws a chart.</summary>
    /// <param name="description">What a person who cannot see it should know.</param>
    /// <param name="vertical">The axis of the values.</param>
    /// <param name="lastEpoch">Right end of the axis of the epochs.</param>
    /// <param name="curves">One or two lines.</param>
    /// <returns>The svg element.</returns>
    public static XElement Draw(string description, Axis vertical, int lastEpoch, params IReadOnlyList<Curve> curves)
    {
        var model = new PlotModel { TextColor = Ink, PlotAreaBorderColor = Line, DefaultFontSize = TextSize, Padding = new OxyThickness(4) };
        var epochs = new LinearAxis { Position = AxisPosition.Bottom, Title = "Epoch", MinimumMajorStep = 1, Minimum = 0, Maximum = lastEpoch + 0.2 };
        model.Axes.Add(Styled(epochs));
        model.Axes.Add(Styled(vertical));
        foreach (var (curve, index) in curves.Select((curve, index) => (curve, index)))
            model.Series.Add(Series(curve, index));
        if (curves.Count > 1)
            model.Legends.Add(Legend());

        var exporter = new SvgExporter { Width = Width, Height = Height, UseVerticalTextAlignmentWorkaround = true, TextMeasurer = new TextMeasurer() };
        return Adapt(exporter.ExportToString(model), description);
    }

    private static Legend Legend() => new()
    {
        LegendPlacement = LegendPlacement.Outside,
        LegendPosition = LegendPosition.TopCenter,
        LegendOrientation = LegendOrientation.Horizontal,
        LegendFontSize = TextSize,
    };

    private static Axis Styled(Axis axis)
    {
        axis.MajorGridlineStyle = axis.Position == AxisPosition.Left ? LineStyle.Solid : LineStyle.None;
        axis.MajorGridlineColor = Line;
        axis.TicklineColor = Line;
        axis.MinorTickSize = 0;
        axis.AxisTitleDistance = 12;
        axis.IntervalLength = 45;
        return axis;
    }

    // Lines differ by colour, marker and dash, so that no one has to tell colours apart.
    private static LineSeries Series(Curve curve, int index)
    {
        var color = index == 0 ? First : Second;
        var series = new LineSeries { Title = curve.Name, Color = color, StrokeThickness = 2, MarkerSize = 3.5, MarkerFill = color };
        series.Points.AddRange(curve.Points.Where(point => double.IsFinite(point.Y)).Select(point => new DataPoint(point.X, point.Y)));
        if (curve.Points.Count <= MarkersAtMost)
            series.MarkerType = index == 0 ? MarkerType.Circle : MarkerType.Square;
        if (index == 1)
            series.Dashes = [5, 3];
        return series;
    }

    private static XElement Adapt(string svg, string description)
    {
        var root = XDocument.Parse(svg).Root!;
        root.DescendantsAndSelf(Svg + "defs").Remove(); // clip paths: nothing leaves the frame, and their names would clash between charts
        foreach (var attribute in root.DescendantsAndSelf().Attributes("clip-path").ToList())
            attribute.Remove();
        foreach (var attribute in root.Descendants(Svg + "text").SelectMany(text => text.Attributes().Where(IsColorOrFont)).ToList())
            attribute.Remove();
        foreach (var style in root.Descendants().Attributes("style"))
            style.Value = WithColorsOfPage(style.Value);
        root.ReplaceAttributes(
            new XAttribute("viewBox", FormattableString.Invariant($"0 0 {Width} {Height}")),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", description));
        return root;
    }

    private static bool IsColorOrFont(XAttribute attribute) => attribute.Name.LocalName is "fill" or "font-family";

    private static string WithColorsOfPage(string style) => style
        .Replace("rgb(1,1,1)", "var(--ink)", StringComparison.Ordinal)
        .Replace("rgb(2,2,2)", "var(--line)", StringComparison.Ordinal)
        .Replace("rgb(3,3,3)", "var(--first)", StringComparison.Ordinal)
        .Replace("rgb(4,4,4)", "var(--second)", StringComparison.Ordinal);
}
