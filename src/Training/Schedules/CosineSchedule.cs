namespace TorchBasics.Training.Schedules;

/// <summary>Half a cosine from the full rate to zero: (1 + cos(pi s / n)) / 2 at step s of n.</summary>
/// <remarks>
/// Zero is reached after the last step, so that no step is wasted.
/// Source: Loshchilov and Hutter 2017, equation 5, without restarts; torch.optim.lr_scheduler.CosineAnnealingLR.
/// </remarks>
public sealed class CosineSchedule : Schedule
{
    private readonly double _full;

    internal CosineSchedule(double full) => _full = full;

    private protected override double At(long step, RunLength run) =>
        step >= run.TotalSteps ? 0 : _full * ((1 + Math.Cos(Math.PI * step / run.TotalSteps)) / 2);
}
