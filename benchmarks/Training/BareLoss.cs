using TorchBasics.Core.Recipes;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchBasics.Benchmarks.Training;

/// <summary>The losses as a TorchSharp user writes them.</summary>
internal static class BareLoss
{
    private const double RubbishPenalty = 1; // j of LeCun et al. 1998, equation 9

    public static Tensor Of(TrainingRecipe recipe, Tensor outputs, Tensor labels) => recipe.Loss switch
    {
        LossKind.CrossEntropy => cross_entropy(outputs, labels, label_smoothing: recipe.LabelSmoothing),
        LossKind.MeanSquaredError => mse_loss(outputs, one_hot(labels, outputs.shape[1]).to_type(ScalarType.Float32)),
        LossKind.Rbf => cross_entropy(pad(outputs, (0, 1), PaddingModes.Constant, -RubbishPenalty), labels),
    };
}
