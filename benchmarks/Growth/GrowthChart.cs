using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace TorchBasics.Benchmarks.Growth;

/// <summary>Draws curves on two logarithmic axes as SVG on a white ground, readable on a light and on a dark page.</summary>
internal static class GrowthChart
{
    private const double Width = 760;
    private const double Height = 440;

    // Distinct in brightness as well as in hue; markers and dashes differ too.
    private static readonly (OxyColor Color, MarkerType Marker, LineStyle Line)[] Styles =
    [
        (OxyColor.FromRgb(0x00, 0x4c, 0x99), MarkerType.Circle, LineStyle.Solid),
        (OxyColor.FromRgb(0xc2, 0x41, 0x0c), MarkerType.Square, LineStyle.Solid),
        (OxyColor.FromRgb(0x2e, 0x7d, 0x32), MarkerType.Triangle, LineStyle.Dash),
        (OxyColor.FromRgb(0x6a, 0x1b, 0x9a), MarkerType.Diamond, LineStyle.Dash),
        (OxyColor.FromRgb(0x55, 0x55, 0x55), MarkerType.Circle, LineStyle.Dot),
        (OxyColor.FromRgb(0xb0, 0x8a, 0x00), MarkerType.Square, LineStyle.Dot),
        (OxyColor.FromRgb(0x00, 0x83, 0x8f), MarkerType.Triangle, LineStyle.Dot),
        (OxyColor.FromRgb(0xad, 0x14, 0x57), MarkerType.Diamond, LineStyle.Dot),
    ];

    /// <summary>Draws a chart.</summary>
    /// <param name="horizontal">Title of the axis of sizes.</param>
    /// <param name="step">Each mark of that axis is so many times the one before.</param>
    /// <param name="vertical">Title of the axis of values.</param>
    /// <param name="least">Lower end of the axis of values; null means whatever fits.</param>
    /// <param name="curves">At most as many as there are styles.</param>
    /// <returns>The content of a .svg file.</returns>
    public static string Draw(string horizontal, int step, string vertical, double? least, IReadOnlyList<GrowthCurve> curves)
    {
        var model = new PlotModel { Background = OxyColors.White, DefaultFontSize = 14, Padding = new OxyThickness(8, 8, 16, 8) };
        model.Axes.Add(Axis(AxisPosition.Bottom, horizontal, minimum: null, step));
        model.Axes.Add(Axis(AxisPosition.Left, vertical, least, 10));
        foreach (var (curve, style) in curves.Zip(Styles))
            model.Series.Add(Series(curve, style));
        model.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside,
            LegendPosition = LegendPosition.BottomCenter,
            LegendOrientation = LegendOrientation.Vertical
        });
        return new SvgExporter
        {
            Width = Width,
            Height = Height + (22 * curves.Count),
            UseVerticalTextAlignmentWorkaround = true,
            TextMeasurer = new BrowserTextMeasurer()
        }.ExportToString(model);
    }

    private static LogarithmicAxis Axis(AxisPosition position, string title, double? minimum, int step) => new()
    {
        Base = step,
        IntervalLength = position == AxisPosition.Bottom ? 90 : 50,
        Position = position,
        Title = title,
        Minimum = minimum ?? double.NaN,
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = OxyColor.FromRgb(0xdd, 0xdd, 0xdd),
        MinorTickSize = 0,
        StringFormat = "#,0.##",
        AxisTitleDistance = 10,
    };

    private static LineSeries Series(GrowthCurve curve, (OxyColor Color, MarkerType Marker, LineStyle Line) style)
    {
        var series = new LineSeries
        {
            Title = curve.Name,
            Color = style.Color,
            StrokeThickness = 2,
            LineStyle = style.Line,
            MarkerType = style.Marker,
            MarkerSize = 4,
            MarkerFill = style.Color,
        };
        series.Points.AddRange(curve.Points.Select(point => new DataPoint(point.Size, point.Value)));
        return series;
    }
}
