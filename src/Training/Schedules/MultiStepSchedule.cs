namespace TorchBasics.Training.Schedules;

/// <summary>The rate changes after certain epochs: by a factor, or to a rate out of a table.</summary>
/// <remarks>Source: torch.optim.lr_scheduler.MultiStepLR, for the factor.</remarks>
public sealed class MultiStepSchedule : Schedule
{
    private readonly double _full;
    private readonly IReadOnlyList<int> _milestones;
    private readonly double? _gamma;
    private readonly IReadOnlyList<double>? _rates;

    internal MultiStepSchedule(double full, IReadOnlyList<int> milestones, double? gamma, IReadOnlyList<double>? rates) =>
        (_full, _milestones, _gamma, _rates) = (full, milestones, gamma, rates);

    private protected override double At(long step, RunLength run)
    {
        var epochs = EpochsBefore(step, run);
        var passed = _milestones.Count(milestone => milestone <= epochs);
        return _rates is null ? _full * Left(_gamma, passed) : passed == 0 ? _full : _rates[passed - 1];
    }
}
