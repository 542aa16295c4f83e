using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Cli.Commands;

/// <summary>The loss that a network is judged and trained by when nobody names one, and what goes with it otherwise.</summary>
internal static class UsualLoss
{
    /// <summary>That of the RBF layer where one ends it, the squared error for a single output, else cross-entropy.</summary>
    public static LossKind Of(Architecture architecture) => architecture switch
    {
        { Layers: [.., RbfOutput] } => LossKind.Rbf,
        { Output.Elements: 1 } => LossKind.MeanSquaredError,
        _ => LossKind.CrossEntropy,
    };

    /// <summary>
    /// Refuses the loss of RBF units for a network that has none: its scores are no distances, and no class is rubbish.
    /// </summary>
    /// <exception cref="TorchBasicsException">It does not go with the network: kind Usage.</exception>
    public static void Require(Architecture architecture, LossKind loss)
    {
        if (loss == LossKind.Rbf && Of(architecture) != LossKind.Rbf)
            throw new TorchBasicsException(ErrorKind.Usage, "--loss rbf goes with a network that ends in RBF units, "
                + $"such as lenet5-original; {architecture.Name} has none. Take --loss cross-entropy.");
    }
}
