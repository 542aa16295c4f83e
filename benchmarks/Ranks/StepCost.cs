namespace TorchBasics.Benchmarks.Ranks;

/// <summary>What the computing of a step costs a process alone: a straight line over the slices of its batch.</summary>
/// <param name="Constant">Seconds that do not depend on the batch: packing, update, the start of each phase.</param>
/// <param name="PerSlice">Seconds of a slice of 32 samples.</param>
/// <param name="WorstError">The largest deviation of a measured point from the line, as a share of it.</param>
internal readonly record struct StepCost(double Constant, double PerSlice, double WorstError)
{
    /// <summary>Seconds of a step of a process alone.</summary>
    public double Seconds(int slices) => Constant + (PerSlice * slices);

    /// <summary>The line whose relative errors have the least squares; neither of its numbers is negative.</summary>
    /// <param name="points">Slices and seconds, of at least two batches.</param>
    public static StepCost Fit(IReadOnlyList<(int Slices, double Seconds)> points)
    {
        double w = 0, x = 0, y = 0, xx = 0, xy = 0;
        foreach (var (slices, seconds) in points)
        {
            var weight = 1 / (seconds * seconds);
            (w, x, y) = (w + weight, x + (weight * slices), y + (weight * seconds));
            (xx, xy) = (xx + (weight * slices * slices), xy + (weight * slices * seconds));
        }

        var slope = ((w * xy) - (x * y)) / ((w * xx) - (x * x));
        var constant = (y - (slope * x)) / w;
        if (constant < 0)
            (constant, slope) = (0, xy / xx);
        var line = new StepCost(constant, slope, 0);
        return line with { WorstError = points.Max(point => Math.Abs((line.Seconds(point.Slices) / point.Seconds) - 1)) };
    }
}
