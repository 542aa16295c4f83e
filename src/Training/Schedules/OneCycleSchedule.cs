namespace TorchBasics.Training.Schedules;

/// <summary>
/// From 1/25 up to the full rate in the first 30 % of the run, then down to 1/250,000, both along half a cosine.
/// </summary>
/// <remarks>
/// The first step has the factor 1/25, step 0.3 n - 1 the factor 1, the last step n - 1 the factor 1/250,000.
/// Source: Smith 2018, section 3; the numbers are the defaults of torch.optim.lr_scheduler.OneCycleLR (pct_start 0.3,
/// div_factor 25, final_div_factor 1e4, anneal_strategy "cos", two phases); momentum is not cycled.
/// </remarks>
public sealed class OneCycleSchedule : Schedule
{
    private const double RisingShare = 0.3;
    private const double Start = 1 / 25.0;
    private const double End = Start / 1e4;

    private readonly double _full;

    internal OneCycleSchedule(double full) => _full = full;

    private protected override double At(long step, RunLength run) => _full * Factor(step, run.TotalSteps);

    private static double Factor(long step, long totalSteps)
    {
        var (peak, last) = ((RisingShare * totalSteps) - 1, totalSteps - 1.0);
        if (step >= last)
            return End;
        return step <= peak ? Anneal(Start, 1, step / peak) : Anneal(1, End, (step - peak) / (last - peak));
    }

    // Half a cosine from one factor to another, as the share goes from 0 to 1.
    private static double Anneal(double from, double to, double share) =>
        to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * share)));
}
