using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Training.Losses;

namespace TorchBasics.Training.Curvature;

/// <summary>Which layers second derivatives are carried through.</summary>
internal static class CurvatureSupport
{
    /// <summary>Refuses a network with a layer of another kind.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="loss">The loss; RBF units need their own.</param>
    /// <exception cref="TorchBasicsException">It has one: kind Usage; the message names it.</exception>
    public static void Check(Architecture architecture, Loss loss)
    {
        if (architecture.AllLayers.Any(layer => layer is RbfOutput) && loss is not RbfLoss)
            throw new TorchBasicsException(
                ErrorKind.Usage, "Diagonal Levenberg-Marquardt takes RBF units with the loss rbf alone.");
        foreach (var layer in architecture.Layers)
            if (layer is not (Activation or ConstantPad2d or Conv2d or Dropout or Flatten or GlobalAvgPool2d or Linear
                or MaxPool2d or PartialConv2d or RbfOutput or Subsampling or AvgPool2d { HasEqualShares: true }))
                throw Refusal(layer);
    }

    /// <summary>Why a network with a layer cannot be trained so.</summary>
    /// <param name="layer">The layer.</param>
    public static TorchBasicsException Refusal(Layer layer) => new(
        ErrorKind.Usage,
        $"Diagonal Levenberg-Marquardt carries no second derivatives through {layer.Name ?? layer.Kind}; choose another "
        + "optimizer, such as nesterov or adam.");
}
