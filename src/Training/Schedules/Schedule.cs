using TorchBasics.Core.Recipes;

namespace TorchBasics.Training.Schedules;

/// <summary>How the learning rate changes during a run: a factor on the full rate, a pure function of the step.</summary>
public abstract class Schedule
{
    private protected Schedule()
    {
    }

    /// <summary>Creates the schedule that a recipe names.</summary>
    /// <param name="kind">Which one.</param>
    /// <returns>The schedule; it has no state.</returns>
    public static Schedule Create(ScheduleKind kind) => kind switch
    {
        ScheduleKind.Constant => new ConstantSchedule(),
        ScheduleKind.Step => new StepSchedule(),
        ScheduleKind.Cosine => new CosineSchedule(),
        ScheduleKind.OneCycle => new OneCycleSchedule(),
    };

    /// <summary>The factor for one step.</summary>
    /// <param name="step">Number of the step, from 0; beyond the end, the factor of the end holds.</param>
    /// <param name="totalSteps">Steps of the whole run, at least 1.</param>
    /// <returns>A number in [0, 1].</returns>
    public double Factor(long step, long totalSteps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfLessThan(totalSteps, 1);
        return At(step, totalSteps);
    }

    private protected abstract double At(long step, long totalSteps);
}
