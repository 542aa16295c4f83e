using TorchBasics.Core.Recipes;

namespace TorchBasics.Cli.Commands;

/// <summary>Which options of "train" change nothing with the optimizer and the schedule of a recipe.</summary>
internal static class UnusedOptions
{
    private const string Momentum = "--momentum";
    private const string Beta2 = "--beta2";
    private const string Epsilon = "--epsilon";
    private const string StepSize = "--step-size";
    private const string Gamma = "--gamma";
    private const string Power = "--power";
    private const string Milestones = "--milestones";
    private const string MilestoneRates = "--milestone-rates";

    private static readonly string[] All =
        [Momentum, Beta2, Epsilon, StepSize, Gamma, Power, Milestones, MilestoneRates];

    /// <summary>The names of these options.</summary>
    public static IReadOnlyList<string> Of(TrainingRecipe recipe) => [.. All.Except(Used(recipe.Optimizer)).Except(Used(recipe))];

    private static string[] Used(OptimizerKind optimizer) => optimizer switch
    {
        OptimizerKind.Sgd => [],
        OptimizerKind.Momentum or OptimizerKind.Nesterov => [Momentum],
        OptimizerKind.Adam or OptimizerKind.AdamW => [Momentum, Beta2, Epsilon],
        OptimizerKind.RmsProp or OptimizerKind.Adadelta => [Beta2, Epsilon],
        OptimizerKind.Adagrad or OptimizerKind.DiagonalLevenbergMarquardt => [Epsilon],
    };

    private static string[] Used(TrainingRecipe recipe) => recipe.Schedule switch
    {
        ScheduleKind.Constant or ScheduleKind.Cosine or ScheduleKind.OneCycle => [],
        ScheduleKind.Step => [StepSize, Gamma],
        ScheduleKind.MultiStep => [Milestones, recipe.MilestoneRates is null ? Gamma : MilestoneRates],
        ScheduleKind.Exponential => [Gamma],
        ScheduleKind.InverseDecay => [Gamma, Power],
    };
}
