namespace TorchBasics.Training.Schedules;

/// <summary>The rate falls by the same factor after each epoch.</summary>
/// <remarks>Source: torch.optim.lr_scheduler.ExponentialLR.</remarks>
public sealed class ExponentialSchedule : Schedule
{
    private readonly double _full;
    private readonly double _gamma;

    internal ExponentialSchedule(double full, double gamma) => (_full, _gamma) = (full, gamma);

    private protected override double At(long step, RunLength run) => _full * Left(_gamma, EpochsBefore(step, run));
}
