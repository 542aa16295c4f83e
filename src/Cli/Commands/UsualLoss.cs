using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Cli.Commands;

/// <summary>The loss that a network is judged and trained by when nobody names one.</summary>
internal static class UsualLoss
{
    /// <summary>That of the RBF layer where one ends it, else cross-entropy.</summary>
    public static LossKind Of(Architecture architecture) => architecture.Layers[^1] is RbfOutput ? LossKind.Rbf : LossKind.CrossEntropy;
}
