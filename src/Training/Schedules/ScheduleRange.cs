using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Training.Schedules;

/// <summary>What a recipe may say of its schedule.</summary>
internal static class ScheduleRange
{
    /// <summary>Refuses what makes no sense, of that which the schedule uses.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <exception cref="TorchBasicsException">Something is missing or out of its range: kind Usage.</exception>
    public static void Check(TrainingRecipe recipe)
    {
        Require(recipe.WarmUp is >= 0 and < double.PositiveInfinity, "warm-up", recipe.WarmUp, "0 or more epochs");
        switch (recipe.Schedule)
        {
            case ScheduleKind.Constant or ScheduleKind.Cosine or ScheduleKind.OneCycle:
                break;
            case ScheduleKind.Step:
                Require(recipe.StepSize is not < 1, "step size", recipe.StepSize, "at least 1 epoch");
                CheckFactor(recipe.Gamma);
                break;
            case ScheduleKind.MultiStep:
                CheckFactor(recipe.Gamma);
                CheckMilestones(recipe.Milestones, recipe.MilestoneRates);
                break;
            case ScheduleKind.Exponential:
                if (recipe.Gamma is null)
                    throw Lacks(recipe.Schedule, "a gamma, such as --gamma 0.95");
                CheckFactor(recipe.Gamma);
                break;
            case ScheduleKind.InverseDecay:
                RequireNotNegative("gamma", recipe.Gamma);
                RequireNotNegative("power", recipe.Power);
                break;
        }
    }

    private static void RequireNotNegative(string option, double? value) =>
        Require(value is null or (>= 0 and < double.PositiveInfinity), option, value, "0 or a positive number");

    private static void CheckFactor(double? gamma) =>
        Require(gamma is null or (> 0 and <= 1), "gamma", gamma, "a number above 0 and at most 1");

    private static void CheckMilestones(IReadOnlyList<int>? milestones, IReadOnlyList<double>? rates)
    {
        if (milestones is null || milestones.Count == 0)
            throw Lacks(ScheduleKind.MultiStep, "milestones, such as --milestones 2,5,8");
        Require(
            milestones[0] >= 1 && milestones.Zip(milestones.Skip(1)).All(pair => pair.First < pair.Second),
            "list of milestones",
            string.Join(',', milestones),
            "rising numbers of epochs from 1 on");
        if (rates is null)
            return;
        Require(
            rates.Count == milestones.Count,
            "number of milestone rates",
            rates.Count,
            $"{milestones.Count}, one for each milestone");
        foreach (var rate in rates)
            Require(rate is > 0 and < double.PositiveInfinity, "rate of a milestone", rate, "a positive number");
    }

    private static void Require(bool holds, string option, object? value, string expected)
    {
        if (!holds)
            throw new TorchBasicsException(
                ErrorKind.Usage, FormattableString.Invariant($"The {option} is {value}; expected {expected}."));
    }

    private static TorchBasicsException Lacks(ScheduleKind schedule, string what) =>
        new(ErrorKind.Usage, $"The schedule {RecipeWords.Of(schedule)} needs {what}.");
}
