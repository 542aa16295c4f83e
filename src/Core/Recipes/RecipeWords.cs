namespace TorchBasics.Core.Recipes;

/// <summary>The words for the kinds in a recipe, as options take them, reports print them and people read them.</summary>
public static class RecipeWords
{
    /// <summary>Every optimizer by its word.</summary>
    public static IReadOnlyDictionary<string, OptimizerKind> Optimizers { get; } =
        Enum.GetValues<OptimizerKind>().ToDictionary(Of);

    /// <summary>Every schedule by its word.</summary>
    public static IReadOnlyDictionary<string, ScheduleKind> Schedules { get; } =
        Enum.GetValues<ScheduleKind>().ToDictionary(Of);

    /// <summary>Every loss by its word.</summary>
    public static IReadOnlyDictionary<string, LossKind> Losses { get; } = Enum.GetValues<LossKind>().ToDictionary(Of);

    /// <summary>Every scaling of rates by its word.</summary>
    public static IReadOnlyDictionary<string, RateScaling> RateScalings { get; } =
        Enum.GetValues<RateScaling>().ToDictionary(Of);

    /// <summary>The word for an optimizer, such as "adamw".</summary>
    public static string Of(OptimizerKind kind) => kind switch
    {
        OptimizerKind.Sgd => "sgd",
        OptimizerKind.Momentum => "momentum",
        OptimizerKind.Nesterov => "nesterov",
        OptimizerKind.Adam => "adam",
        OptimizerKind.AdamW => "adamw",
        OptimizerKind.DiagonalLevenbergMarquardt => "sdlm",
        OptimizerKind.RmsProp => "rmsprop",
        OptimizerKind.Adagrad => "adagrad",
        OptimizerKind.Adadelta => "adadelta",
    };

    /// <summary>The word for a schedule, such as "one-cycle".</summary>
    public static string Of(ScheduleKind kind) => kind switch
    {
        ScheduleKind.Constant => "constant",
        ScheduleKind.Step => "step",
        ScheduleKind.Cosine => "cosine",
        ScheduleKind.OneCycle => "one-cycle",
        ScheduleKind.MultiStep => "multi-step",
        ScheduleKind.Exponential => "exponential",
        ScheduleKind.InverseDecay => "inverse-decay",
    };

    /// <summary>The word for a scaling of rates, such as "sqrt-fan-in".</summary>
    public static string Of(RateScaling scaling) => scaling switch
    {
        RateScaling.None => "none",
        RateScaling.FanIn => "fan-in",
        RateScaling.SqrtFanIn => "sqrt-fan-in",
    };

    /// <summary>The word for a loss, such as "cross-entropy".</summary>
    public static string Of(LossKind kind) => kind switch
    {
        LossKind.CrossEntropy => "cross-entropy",
        LossKind.MeanSquaredError => "mse",
        LossKind.Rbf => "rbf",
    };
}
