using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Training.Schedules;

/// <summary>The learning rate of each step of a run: a pure function of the step.</summary>
public abstract class Schedule
{
    private protected Schedule()
    {
    }

    /// <summary>Creates the schedule that a recipe names.</summary>
    /// <param name="recipe">Its learning rate, its schedule with what belongs to it, and its warm-up are used.</param>
    /// <returns>The schedule; it has no state.</returns>
    /// <exception cref="TorchBasicsException">What the schedule needs is missing or out of its range: kind Usage.</exception>
    public static Schedule Create(TrainingRecipe recipe)
    {
        ScheduleRange.Check(recipe);
        var full = recipe.LearningRate;
        Schedule schedule = recipe.Schedule switch
        {
            ScheduleKind.Constant => new ConstantSchedule(full),
            ScheduleKind.Step => new StepSchedule(full, recipe.StepSize, recipe.Gamma),
            ScheduleKind.Cosine => new CosineSchedule(full),
            ScheduleKind.OneCycle => new OneCycleSchedule(full),
            ScheduleKind.MultiStep => new MultiStepSchedule(full, recipe.Milestones!, recipe.Gamma, recipe.MilestoneRates),
            ScheduleKind.Exponential => new ExponentialSchedule(full, recipe.Gamma!.Value),
            ScheduleKind.InverseDecay => new InverseDecaySchedule(
                full, recipe.Gamma ?? InverseDecaySchedule.UsualGamma, recipe.Power ?? InverseDecaySchedule.UsualPower),
        };
        return recipe.WarmUp == 0 ? schedule : new WarmUpSchedule(schedule, recipe.WarmUp);
    }

    /// <summary>The rate of one step.</summary>
    /// <param name="step">Number of the step, from 0; beyond the end, the rate of the end holds.</param>
    /// <param name="run">How long the run is.</param>
    /// <returns>The rate, at least 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative, or the run has none.</exception>
    public double Rate(long step, RunLength run)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfLessThan(run.StepsPerEpoch, 1, nameof(run));
        ArgumentOutOfRangeException.ThrowIfLessThan(run.Epochs, 1, nameof(run));
        return At(step, run);
    }

    private protected abstract double At(long step, RunLength run);

    /// <summary>Epochs completed before a step; beyond the end, those before the last one.</summary>
    private protected static long EpochsBefore(long step, RunLength run) => Math.Min(step / run.StepsPerEpoch, run.Epochs - 1);

    /// <summary>What is left of the rate after some falls; by default, each of them leaves a tenth.</summary>
    private protected static double Left(double? gamma, long falls) =>
        gamma is { } factor ? Math.Pow(factor, falls) : 1 / Math.Pow(10, falls);
}
