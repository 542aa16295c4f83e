namespace TorchBasics.Training.Schedules;

/// <summary>The full rate, always.</summary>
public sealed class ConstantSchedule : Schedule
{
    private readonly double _full;

    internal ConstantSchedule(double full) => _full = full;

    private protected override double At(long step, RunLength run) => _full;
}
