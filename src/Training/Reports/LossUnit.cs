using TorchBasics.Core.Recipes;

namespace TorchBasics.Training.Reports;

/// <summary>What the numbers of a loss mean.</summary>
internal static class LossUnit
{
    public static string Of(LossKind loss) => loss switch
    {
        LossKind.CrossEntropy => "nats per sample",
        LossKind.MeanSquaredError => "mean squared error",
        LossKind.Rbf => "RBF loss per sample",
    };
}
