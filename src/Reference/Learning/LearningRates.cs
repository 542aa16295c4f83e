using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Learning;

/// <summary>The learning rate of each step of a run.</summary>
/// <remarks>
/// r the full rate, k the number of the step from 0, n the steps of the run; a curve from a to b along half a cosine is
/// a + (b - a) sin^2(pi s / 2), as s goes from 0 to 1.
/// constant: r.
/// step: r, r / 10, r / 100, a third of the run each.
/// cosine: from r to 0, s = k / n (Loshchilov and Hutter 2017, equation 5, without restarts).
/// one-cycle: from r / 25 to r, s = k / p with p = 0.3 n - 1, then from r to r / 250,000, s = (k - p) / (n - 1 - p)
/// (Smith 2018; torch.optim.lr_scheduler.OneCycleLR).
/// </remarks>
public static class LearningRates
{
    /// <summary>
    /// How far two correct computations of a rate in double precision may differ, as a share of the full rate: s is off by
    /// up to 4 u on each side, what it is put into by pi/2 times that and 5 roundings, so that 24 u hold both.
    /// </summary>
    public const double Error = 24.0 / (1L << 53);

    /// <summary>The rate of one step.</summary>
    /// <param name="kind">The schedule.</param>
    /// <param name="full">r, positive.</param>
    /// <param name="step">k, from 0 to n - 1.</param>
    /// <param name="steps">n, at least 1.</param>
    /// <returns>The rate.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The schedule is unknown.</exception>
    public static double At(ScheduleKind kind, double full, long step, long steps) => kind switch
    {
        ScheduleKind.Constant => full,
        ScheduleKind.Step => full / (3 * (Int128)step < steps ? 1 : 3 * (Int128)step < 2 * (Int128)steps ? 10 : 100),
        ScheduleKind.Cosine => Curve(full, 0, (double)step / steps),
        ScheduleKind.OneCycle => OneCycle(full, step, steps),
    };

    private static double OneCycle(double full, long step, long steps)
    {
        var peak = (0.3 * steps) - 1;
        if (step == steps - 1)
            return full / 250_000;
        return step <= peak
            ? Curve(full / 25, full, step / peak)
            : Curve(full, full / 250_000, (step - peak) / (steps - 1 - peak));
    }

    private static double Curve(double from, double to, double share)
    {
        var sine = ElementaryFunctions.Sin(Math.PI / 2 * share);
        return from + ((to - from) * sine * sine);
    }
}
