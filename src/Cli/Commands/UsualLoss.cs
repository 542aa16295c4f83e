using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Cli.Commands;

/// <summary>The loss that a network is judged and trained by when nobody names one.</summary>
internal static class UsualLoss
{
    /// <summary>That of the RBF layer where one ends it, the squared error for a single output, else cross-entropy.</summary>
    public static LossKind Of(Architecture architecture) => architecture switch
    {
        { Layers: [.., RbfOutput] } => LossKind.Rbf,
        { Output.Elements: 1 } => LossKind.MeanSquaredError,
        _ => LossKind.CrossEntropy,
    };
}
