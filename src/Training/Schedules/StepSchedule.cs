namespace TorchBasics.Training.Schedules;

/// <summary>1, then 0.1, then 0.01: multiplied by 0.1 after each third of the run.</summary>
public sealed class StepSchedule : Schedule
{
    // floor(3 s / n) in integers, written so that no run is too long for it: s = thirds n / 3 exactly at the border.
    private protected override double At(long step, long totalSteps) =>
        (Int128)step * 3 < totalSteps ? 1 : (Int128)step * 3 < (Int128)totalSteps * 2 ? 0.1 : 0.01;
}
