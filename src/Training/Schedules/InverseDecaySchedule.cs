namespace TorchBasics.Training.Schedules;

/// <summary>The rate at step s is the full one times (1 + gamma s)^-power.</summary>
/// <remarks>Source: lr_policy "inv" of Caffe; the usual numbers are those of its LeNet.</remarks>
public sealed class InverseDecaySchedule : Schedule
{
    internal const double UsualGamma = 0.0001;
    internal const double UsualPower = 0.75;

    private readonly double _full;
    private readonly double _gamma;
    private readonly double _power;

    internal InverseDecaySchedule(double full, double gamma, double power) => (_full, _gamma, _power) = (full, gamma, power);

    private protected override double At(long step, RunLength run) =>
        _full * Math.Pow(1 + (_gamma * Math.Min(step, run.TotalSteps - 1)), -_power);
}
