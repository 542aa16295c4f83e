namespace TorchBasics.Training.Schedules;

/// <summary>
/// Another schedule whose first rates are made smaller: with a warm-up of w steps, that of step s is multiplied by (s + 1) / w.
/// </summary>
/// <remarks>
/// Source: Goyal et al. 2017, section 2.2; torch.optim.lr_scheduler.LinearLR with start_factor 1 / w, chained with another.
/// </remarks>
public sealed class WarmUpSchedule : Schedule
{
    private readonly Schedule _schedule;
    private readonly double _epochs;

    internal WarmUpSchedule(Schedule schedule, double epochs) => (_schedule, _epochs) = (schedule, epochs);

    private protected override double At(long step, RunLength run) =>
        _schedule.Rate(step, run) * Math.Min(1, (Math.Min(step, run.TotalSteps - 1) + 1) / (_epochs * run.StepsPerEpoch));
}
