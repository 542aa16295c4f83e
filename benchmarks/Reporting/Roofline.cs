using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using TorchBasics.Benchmarks.Growth;
using TorchBasics.Benchmarks.Running;

namespace TorchBasics.Benchmarks.Reporting;

/// <summary>
/// The roofline of the machine and where each kind of work stands below it: arithmetic per byte to the right, arithmetic per
/// second upwards. Source: Williams, Waterman, Patterson 2009, figure 1.
/// </summary>
internal static class Roofline
{
    private const double Width = 760;
    private const double Height = 480;
    private const double Least = 0.1, Most = 10_000; // work that does less than 10 GFLOP/s is not drawn

    private static readonly OxyColor Roof = OxyColor.FromRgb(0x33, 0x33, 0x33);
    private static readonly OxyColor Ours = OxyColor.FromRgb(0x00, 0x4c, 0x99);
    private static readonly OxyColor Theirs = OxyColor.FromRgb(0xc2, 0x41, 0x0c);

    /// <summary>Draws the training work.</summary>
    /// <param name="outcomes">What came out; work of the largest number of threads is drawn.</param>
    /// <returns>The content of a .svg file.</returns>
    public static string Draw(IReadOnlyList<Outcome> outcomes)
    {
        var threads = outcomes.Max(outcome => outcome.Contest.Threads);
        var drawn = outcomes.Where(outcome => outcome.Contest.Threads == threads).ToList();
        var model = new PlotModel { Background = OxyColors.White, DefaultFontSize = 13, Padding = new OxyThickness(8, 8, 24, 8) };
        model.Axes.Add(Axis(AxisPosition.Bottom, "operations per byte of weights, gradients and optimizer", Least, Most));
        model.Axes.Add(Axis(AxisPosition.Left, "GFLOP/s", minimum: 10, maximum: double.NaN));
        var peak = Mean(drawn, limits => limits.Peak);
        AddRoof(model, "last cache", Mean(drawn, limits => limits.LastCache), peak, LineStyle.Solid);
        AddRoof(model, "memory", Mean(drawn, limits => limits.Memory), peak, LineStyle.Dash);
        foreach (var outcome in drawn)
        {
            AddPoint(model, outcome, outcome.Standings[0], Theirs, named: false);
            AddPoint(model, outcome, outcome.Standings.First(standing => IsOurs(standing.Name)), Ours, named: true);
        }

        return new SvgExporter
        {
            Width = Width,
            Height = Height,
            UseVerticalTextAlignmentWorkaround = true,
            TextMeasurer = new BrowserTextMeasurer(),
        }.ExportToString(model);
    }

    private static bool IsOurs(string name) => name.StartsWith("TorchBasics", StringComparison.Ordinal);

    private static double Mean(IReadOnlyList<Outcome> outcomes, Func<MachineLimits, double> rate) =>
        Math.Exp(outcomes.Average(outcome => Math.Log(rate(outcome.Limits)))) / 1e9;

    private static LogarithmicAxis Axis(AxisPosition position, string title, double minimum, double maximum) => new()
    {
        Position = position,
        Title = title,
        Minimum = minimum,
        Maximum = maximum,
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = OxyColor.FromRgb(0xdd, 0xdd, 0xdd),
        MinorTickSize = 0,
        StringFormat = "#,0.###",
        AxisTitleDistance = 8,
    };

    private static void AddRoof(PlotModel model, string name, double bytes, double peak, LineStyle style)
    {
        var roof = new LineSeries { Color = Roof, StrokeThickness = 2, LineStyle = style };
        var ridge = peak / bytes;
        roof.Points.AddRange([new(Least, Least * bytes), new(ridge, peak), new(Most, peak)]);
        model.Series.Add(roof);
        model.Annotations.Add(new TextAnnotation
        {
            Text = name,
            TextPosition = new(ridge / 3, peak / 3),
            TextHorizontalAlignment = HorizontalAlignment.Left,
            TextVerticalAlignment = VerticalAlignment.Top,
            Offset = new(6, 2),
            StrokeThickness = 0,
        });
    }

    private static void AddPoint(PlotModel model, Outcome outcome, Standing standing, OxyColor color, bool named)
    {
        var contest = outcome.Contest;
        var series = new ScatterSeries { MarkerType = MarkerType.Circle, MarkerFill = color, MarkerSize = 4 };
        var (x, y) = ((double)contest.FlopsPerStep / contest.Traffic.Bytes, contest.FlopsPerStep / standing.SecondsPerStep / 1e9);
        series.Points.Add(new(x, y));
        model.Series.Add(series);
        if (named)
            model.Annotations.Add(new TextAnnotation
            {
                Text = contest.Name,
                TextPosition = new(x, y),
                TextHorizontalAlignment = HorizontalAlignment.Left,
                TextRotation = 50,
                Offset = new(4, 6),
                TextVerticalAlignment = VerticalAlignment.Middle,
                StrokeThickness = 0,
                TextColor = color,
            });
    }
}
