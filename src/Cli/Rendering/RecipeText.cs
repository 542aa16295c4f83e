using TorchBasics.Core;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Cli.Rendering;

/// <summary>A recipe in words.</summary>
internal static class RecipeText
{
    /// <summary>"10 epochs in batches of 64, nesterov (momentum 0.9), one-cycle to rate 0.1, cross-entropy".</summary>
    public static string Of(TrainingRecipe recipe)
    {
        var parts = new List<string>
        {
            $"{recipe.Epochs} {(recipe.Epochs == 1 ? "epoch" : "epochs")} in batches of {recipe.BatchSize}",
            Rule(recipe),
            $"{RecipeWords.Of(recipe.Schedule)} rate {recipe.LearningRate}{Course(recipe)}",
            RecipeWords.Of(recipe.Loss),
        };
        if (recipe.WeightDecay > 0)
            parts.Add($"weight decay {recipe.WeightDecay}");
        parts.AddRange(Rates(recipe));
        if (recipe.LabelSmoothing > 0)
            parts.Add($"label smoothing {recipe.LabelSmoothing}");
        if (recipe.Deskew)
            parts.Add("deskewed pictures");
        parts.AddRange(Distortions(recipe.Augmentation));
        return string.Join(", ", parts);
    }

    /// <summary>"adam (momentum 0.9), rate 0.001, cross-entropy".</summary>
    public static string Update(TrainingRecipe recipe) => string.Join(", ",
        ((IEnumerable<string>)
        [
            Rule(recipe),
            $"rate {recipe.LearningRate}",
            RecipeWords.Of(recipe.Loss),
            recipe.WeightDecay > 0 ? $"weight decay {recipe.WeightDecay}" : "",
            .. Rates(recipe),
            recipe.LabelSmoothing > 0 ? $"label smoothing {recipe.LabelSmoothing}" : "",
        ]).Where(part => part.Length > 0));

    private static string Rule(TrainingRecipe recipe) => RecipeWords.Of(recipe.Optimizer) + recipe.Optimizer switch
    {
        OptimizerKind.Sgd => "",
        OptimizerKind.DiagonalLevenbergMarquardt => recipe.Epsilon is { } damping ? $" (damping {damping})" : "",
        OptimizerKind.Momentum or OptimizerKind.Nesterov => $" (momentum {recipe.Momentum})",
        OptimizerKind.Adam or OptimizerKind.AdamW => $" (momentum {recipe.Momentum}{Squares(recipe)})",
        OptimizerKind.RmsProp or OptimizerKind.Adagrad or OptimizerKind.Adadelta =>
            Squares(recipe) is { Length: > 0 } squares ? $" ({squares[2..]})" : "",
    };

    private static string Course(TrainingRecipe recipe)
    {
        List<string> parts = recipe.Schedule switch
        {
            ScheduleKind.Step => [Fall(recipe.Gamma), recipe.StepSize is { } size ? $"every {Counted.Of(size, "epoch")}" : ""],
            ScheduleKind.MultiStep =>
            [
                recipe.MilestoneRates is { } rates ? $"then {string.Join(", ", rates)}" : Fall(recipe.Gamma ?? 0.1),
                $"after epochs {string.Join(", ", recipe.Milestones ?? [])}",
            ],
            ScheduleKind.Exponential => [Fall(recipe.Gamma), "every epoch"],
            ScheduleKind.InverseDecay =>
            [
                recipe.Gamma is { } gamma ? $"gamma {gamma}" : "",
                recipe.Power is { } power ? $"power {power}" : "",
            ],
            ScheduleKind.Constant or ScheduleKind.Cosine or ScheduleKind.OneCycle => [],
        };
        if (recipe.WarmUp > 0)
            parts.Add($"warm-up {recipe.WarmUp} {(recipe.WarmUp == 1 ? "epoch" : "epochs")}");
        var text = string.Join(' ', parts.Where(part => part.Length > 0));
        return text.Length == 0 ? "" : $" ({text})";
    }

    private static string Fall(double? gamma) => gamma is { } factor ? $"times {factor}" : "";

    private static string Squares(TrainingRecipe recipe) =>
        (recipe.Beta2 is { } beta2 ? $", beta2 {beta2}" : "") + (recipe.Epsilon is { } epsilon ? $", epsilon {epsilon}" : "");

    private static IEnumerable<string> Rates(TrainingRecipe recipe)
    {
        if (recipe.BiasRate is { } factor)
            yield return $"{factor} times the rate for biases";
        if (recipe.RateScaling != RateScaling.None)
            yield return $"rates of layers divided by {RecipeWords.Of(recipe.RateScaling)}";
    }

    private static IEnumerable<string> Distortions(Augmentation augmentation)
    {
        if (augmentation.Shift > 0)
            yield return $"shifts up to {augmentation.Shift} pixels";
        if (augmentation.Rotation > 0)
            yield return $"rotations up to {augmentation.Rotation} degrees";
        if (augmentation.Scale > 0)
            yield return $"sizes changed up to {100 * augmentation.Scale} %";
        if (augmentation.Squeeze > 0)
            yield return $"squeezed up to {100 * augmentation.Squeeze} %";
        if (augmentation.Shear > 0)
            yield return $"shear up to {augmentation.Shear}";
        if (augmentation.Elastic > 0)
            yield return $"elastic displacement {augmentation.Elastic} pixels{Smoothness(augmentation)}";

        static string Smoothness(Augmentation augmentation) =>
            augmentation.ElasticSigma == new Augmentation().ElasticSigma ? "" : $" (sigma {augmentation.ElasticSigma})";
    }
}
