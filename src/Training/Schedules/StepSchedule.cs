namespace TorchBasics.Training.Schedules;

/// <summary>The rate falls by a factor again and again: after each so many epochs, or after each third of the run.</summary>
/// <remarks>Source: torch.optim.lr_scheduler.StepLR, for epochs.</remarks>
public sealed class StepSchedule : Schedule
{
    private readonly double _full;
    private readonly int? _stepSize;
    private readonly double? _gamma;

    internal StepSchedule(double full, int? stepSize, double? gamma) => (_full, _stepSize, _gamma) = (full, stepSize, gamma);

    private protected override double At(long step, RunLength run) =>
        _full * Left(_gamma, _stepSize is { } epochs ? EpochsBefore(step, run) / epochs : Thirds(step, run.TotalSteps));

    // floor(3 s / n) in integers, written so that no run is too long for it: s = thirds n / 3 exactly at the border.
    private static int Thirds(long step, long totalSteps) =>
        (Int128)step * 3 < totalSteps ? 0 : (Int128)step * 3 < (Int128)totalSteps * 2 ? 1 : 2;
}
