using OxyPlot;
using OxyPlot.Axes;

namespace TorchBasics.Pages.Charts;

/// <summary>An axis of a chart; it shows what the curves need unless its ends are given.</summary>
/// <param name="Title">What its numbers are, with their unit.</param>
public sealed record ChartAxis(string Title)
{
    private const double WorthALogarithm = 5; // largest by smallest value

    /// <summary>Whether equal factors are equally long; every number has to be above 0 then.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Whether only whole numbers are marked.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Where it begins; null for what the curves need.</summary>
    public double? Minimum { get; init; }

    /// <summary>Where it ends; null for what the curves need.</summary>
    public double? Maximum { get; init; }

    /// <summary>Below this it never goes, however much room is left.</summary>
    public double? Lowest { get; init; }

    /// <summary>Above this it never goes.</summary>
    public double? Highest { get; init; }

    /// <summary>Room beyond the curves where an end is not given, as a share of their range; at least 0.</summary>
    public double Room { get; init; } = 0.05;

    /// <summary>
    /// The same axis, logarithmic where the values of curves are above 0 and the largest is at least five times the smallest.
    /// </summary>
    /// <param name="curves">The curves that are drawn along it; what is not finite in them does not count.</param>
    /// <returns>The axis.</returns>
    public ChartAxis LogarithmicWhereWorthIt(IEnumerable<Curve> curves)
    {
        var values = curves.SelectMany(curve => curve.Points.Select(point => point.Y)).Where(double.IsFinite).ToList();
        return this with
        {
            IsLogarithmic = values.Count > 0 && values.Min() > 0 && values.Max() / values.Min() >= WorthALogarithm,
        };
    }

    /// <summary>What the caption of a drawing says of this axis, behind what is drawn.</summary>
    public string Remark => IsLogarithmic ? ", on a logarithmic scale" : "";

    internal Axis At(AxisPosition position, OxyColor lines)
    {
        Axis axis = IsLogarithmic ? new DecadeAxis() : new LinearAxis();
        axis.Position = position;
        axis.Title = Title;
        (axis.Minimum, axis.Maximum) = (Minimum ?? axis.Minimum, Maximum ?? axis.Maximum);
        (axis.AbsoluteMinimum, axis.AbsoluteMaximum) = (Lowest ?? axis.AbsoluteMinimum, Highest ?? axis.AbsoluteMaximum);
        (axis.MinimumPadding, axis.MaximumPadding) = (Room, Room);
        if (IsWhole)
            axis.MinimumMajorStep = 1;
        axis.MajorGridlineStyle = position == AxisPosition.Left ? LineStyle.Solid : LineStyle.None;
        axis.MajorGridlineColor = lines;
        axis.TicklineColor = lines;
        axis.MinorTickSize = 0;
        axis.AxisTitleDistance = 12;
        axis.IntervalLength = 45;
        return axis;
    }
}
