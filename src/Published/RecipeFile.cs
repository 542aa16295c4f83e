using TorchBasics.Core.Recipes;

namespace TorchBasics.Published;

/// <summary>
/// A recipe in a file under Rows, as <see cref="TrainingRecipe"/> has it; what usual recipes lack may be left out.
/// </summary>
internal sealed record RecipeFile(
    string Data,
    int Epochs,
    int BatchSize,
    double LearningRate,
    OptimizerKind Optimizer,
    double Momentum,
    ScheduleKind Schedule,
    LossKind Loss,
    PixelRange Pixels,
    double WeightDecay = 0,
    double LabelSmoothing = 0,
    Augmentation? Augmentation = null,
    double? Beta2 = null,
    double? Epsilon = null,
    double? BiasRate = null,
    RateScaling RateScaling = RateScaling.None,
    int? StepSize = null,
    double? Gamma = null,
    double? Power = null,
    IReadOnlyList<int>? Milestones = null,
    IReadOnlyList<double>? MilestoneRates = null,
    double WarmUp = 0,
    bool Deskew = false)
{
    /// <summary>The recipe.</summary>
    public TrainingRecipe ToRecipe() => new()
    {
        Data = Data,
        Epochs = Epochs,
        BatchSize = BatchSize,
        LearningRate = LearningRate,
        Optimizer = Optimizer,
        Momentum = Momentum,
        Schedule = Schedule,
        Loss = Loss,
        Pixels = Pixels,
        WeightDecay = WeightDecay,
        LabelSmoothing = LabelSmoothing,
        Augmentation = Augmentation ?? new(),
        Beta2 = Beta2,
        Epsilon = Epsilon,
        BiasRate = BiasRate,
        RateScaling = RateScaling,
        StepSize = StepSize,
        Gamma = Gamma,
        Power = Power,
        Milestones = Milestones,
        MilestoneRates = MilestoneRates,
        WarmUp = WarmUp,
        Deskew = Deskew,
    };
}
