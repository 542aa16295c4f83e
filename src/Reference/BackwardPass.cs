using TorchBasics.Core.Layers;
using TorchBasics.Reference.Layers;
using TorchBasics.Reference.Numbers;
using Described = TorchBasics.Core.Layers;

namespace TorchBasics.Reference;

/// <summary>Carries the gradient of a layer's results back to what entered it and to its parameters.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <param name="parameters">The layer's parameters.</param>
/// <param name="x">What went in [N, ...].</param>
/// <param name="y">What came out [N, ...].</param>
/// <param name="gradY">Gradient of the loss with respect to y.</param>
/// <param name="state">What the layer was doing.</param>
internal sealed class BackwardPass<T>(
    IReadOnlyList<Tensor<T>> parameters, Tensor<T> x, Tensor<T> y, Tensor<T> gradY, LayerState state)
    : ILayerReader<LayerGradients<T>>
    where T : struct, IReal<T>
{
    public LayerGradients<T> Activation(Activation layer) => layer.Accept(ActivationMath<T>.Reader).Backward(x, y, gradY);

    public LayerGradients<T> AvgPool2d(Described.AvgPool2d layer) =>
        Layers.AvgPool2d.Backward(x, gradY, Window2d.Of(layer.Window), layer.CountIncludePad);

    public LayerGradients<T> BatchNorm1d(Described.BatchNorm1d layer) => Normalized(layer);

    public LayerGradients<T> BatchNorm2d(Described.BatchNorm2d layer) => Normalized(layer);

    public LayerGradients<T> ConstantPad2d(Described.ConstantPad2d layer) =>
        Layers.ConstantPad2d.Backward(x, gradY, layer.Padding.Height, layer.Padding.Width);

    public LayerGradients<T> Conv2d(Described.Conv2d layer) =>
        Layers.Conv2d.Backward(x, parameters[0], gradY, Window2d.Of(layer.Window));

    public LayerGradients<T> Dropout(Described.Dropout layer) =>
        state.Kept is not { } kept ? new(gradY.Clone()) : Layers.Dropout.Backward(gradY, kept, layer.Probability);

    public LayerGradients<T> Ensemble(Described.Ensemble layer)
    {
        var gradOfMember = Layers.Ensemble.GradientOfMember(gradY, layer.Members.Count);
        LayerGradients<T>[] members =
            [.. LayerChains.Of(layer, parameters, state).Select(member => member.Backward(x, gradOfMember))];
        return new(
            Layers.Ensemble.Backward([.. members.Select(member => member.Input)]),
            [.. members.SelectMany(member => member.Parameters)]);
    }

    public LayerGradients<T> Flatten(Described.Flatten layer) => Layers.Flatten.Backward(x, gradY);

    public LayerGradients<T> GlobalAvgPool2d(Described.GlobalAvgPool2d layer) => Layers.GlobalAvgPool2d.Backward(x, gradY);

    public LayerGradients<T> Lift(Described.Lift layer)
    {
        var inner = LayerChains.Of(layer, parameters, state)[0].Backward(x, Layers.Lift.GradientOfAdded(x, gradY));
        return new(Layers.Lift.Backward(inner.Input, gradY), inner.Parameters);
    }

    public LayerGradients<T> Linear(Described.Linear layer) => Layers.Linear.Backward(x, parameters[0], gradY);

    public LayerGradients<T> LogSoftmax(Described.LogSoftmax layer) => Layers.LogSoftmax.Backward(y, gradY);

    public LayerGradients<T> MaxPool2d(Described.MaxPool2d layer) =>
        Layers.MaxPool2d.Backward(x, gradY, Window2d.Of(layer.Window), layer.CeilMode);

    public LayerGradients<T> PartialConv2d(Described.PartialConv2d layer) =>
        Layers.PartialConv2d.Backward(x, parameters[0], gradY, layer.Table);

    // Prototypes are constants.
    public LayerGradients<T> RbfOutput(Described.RbfOutput layer) =>
        new(Layers.RbfOutput.Backward(x, parameters[0], gradY).Input);

    public LayerGradients<T> Residual(Described.Residual layer)
    {
        var chains = LayerChains.Of(layer, parameters, state);
        var branch = chains[0].Backward(x, gradY);
        var shortcut = layer.Shortcut.Count > 0 ? chains[1].Backward(x, gradY) : new(gradY);
        return new(Layers.Residual.Backward(branch.Input, shortcut.Input), [.. branch.Parameters, .. shortcut.Parameters]);
    }

    public LayerGradients<T> Softmax(Described.Softmax layer) => Layers.Softmax.Backward(y, gradY);

    public LayerGradients<T> Subsampling(Described.Subsampling layer) =>
        Layers.Subsampling.Backward(x, parameters[0], gradY, Window2d.Of(layer.Window));

    private LayerGradients<T> Normalized(Described.BatchNorm layer) => state.IsTraining
        ? Layers.BatchNorm.BackwardInTraining(x, parameters[0], gradY, layer.Eps)
        : Layers.BatchNorm.BackwardInEvaluation(x, parameters[0], gradY, new(parameters[2], parameters[3]), layer.Eps);
}
