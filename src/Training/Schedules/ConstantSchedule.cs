namespace TorchBasics.Training.Schedules;

/// <summary>The full rate, always.</summary>
public sealed class ConstantSchedule : Schedule
{
    private protected override double At(long step, long totalSteps) => 1;
}
