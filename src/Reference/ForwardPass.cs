using TorchBasics.Core.Layers;
using TorchBasics.Reference.Layers;
using TorchBasics.Reference.Numbers;
using Described = TorchBasics.Core.Layers;

namespace TorchBasics.Reference;

/// <summary>Computes what a layer makes of samples.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <param name="parameters">The layer's parameters.</param>
/// <param name="x">Samples [N, ...].</param>
/// <param name="state">What the layer is doing.</param>
internal sealed class ForwardPass<T>(IReadOnlyList<Tensor<T>> parameters, Tensor<T> x, LayerState state) : ILayerReader<Tensor<T>>
    where T : struct, IReal<T>
{
    public Tensor<T> Activation(Activation layer) => layer.Accept(ActivationMath<T>.Reader).Forward(x);

    public Tensor<T> AvgPool2d(Described.AvgPool2d layer) =>
        Layers.AvgPool2d.Forward(x, Window2d.Of(layer.Window), layer.CeilMode, layer.CountIncludePad);

    public Tensor<T> BatchNorm1d(Described.BatchNorm1d layer) => Normalize(layer);

    public Tensor<T> BatchNorm2d(Described.BatchNorm2d layer) => Normalize(layer);

    public Tensor<T> ConstantPad2d(Described.ConstantPad2d layer) =>
        Layers.ConstantPad2d.Forward(x, layer.Padding.Height, layer.Padding.Width, layer.Value);

    public Tensor<T> Conv2d(Described.Conv2d layer) =>
        Layers.Conv2d.Forward(x, parameters[0], parameters[1], Window2d.Of(layer.Window));

    public Tensor<T> Dropout(Described.Dropout layer) =>
        state.Kept is not { } kept ? x.Clone() : Layers.Dropout.Forward(x, kept, layer.Probability);

    public Tensor<T> Ensemble(Described.Ensemble layer) => Layers.Ensemble.Forward(
        [.. LayerChains.Of(layer, parameters, state).Select(member => member.Forward(x)[^1])]);

    public Tensor<T> Flatten(Described.Flatten layer) => Layers.Flatten.Forward(x);

    public Tensor<T> GlobalAvgPool2d(Described.GlobalAvgPool2d layer) => Layers.GlobalAvgPool2d.Forward(x);

    public Tensor<T> Lift(Described.Lift layer) =>
        Layers.Lift.Forward(x, LayerChains.Of(layer, parameters, state)[0].Forward(x)[^1]);

    public Tensor<T> Linear(Described.Linear layer) => Layers.Linear.Forward(x, parameters[0], parameters[1]);

    public Tensor<T> LogSoftmax(Described.LogSoftmax layer) => Layers.LogSoftmax.Forward(x);

    public Tensor<T> MaxPool2d(Described.MaxPool2d layer) =>
        Layers.MaxPool2d.Forward(x, Window2d.Of(layer.Window), layer.CeilMode);

    public Tensor<T> PartialConv2d(Described.PartialConv2d layer) =>
        Layers.PartialConv2d.Forward(x, parameters[0], parameters[1], layer.Table);

    public Tensor<T> RbfOutput(Described.RbfOutput layer) => Layers.RbfOutput.Forward(x, parameters[0]);

    public Tensor<T> Residual(Described.Residual layer)
    {
        var chains = LayerChains.Of(layer, parameters, state);
        return Layers.Residual.Forward(layer.Shortcut.Count > 0 ? chains[1].Forward(x)[^1] : x, chains[0].Forward(x)[^1]);
    }

    public Tensor<T> Softmax(Described.Softmax layer) => Layers.Softmax.Forward(x);

    public Tensor<T> Subsampling(Described.Subsampling layer) =>
        Layers.Subsampling.Forward(x, parameters[0], parameters[1], Window2d.Of(layer.Window));

    private Tensor<T> Normalize(Described.BatchNorm layer)
    {
        if (!state.IsTraining)
            return Layers.BatchNorm.Forward(x, parameters[0], parameters[1], new(parameters[2], parameters[3]), layer.Eps);
        layer.RequireSpread(x.Elements.Length / layer.Channels);
        return Layers.BatchNorm.Forward(x, parameters[0], parameters[1], ChannelStatistics.OfBatch(x), layer.Eps);
    }
}
