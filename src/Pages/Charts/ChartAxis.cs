using OxyPlot;
using OxyPlot.Axes;

namespace TorchBasics.Pages.Charts;

/// <summary>An axis of a chart; it shows what the curves need unless its ends are given.</summary>
/// <param name="Title">What its numbers are, with their unit.</param>
public sealed record ChartAxis(string Title)
{
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
