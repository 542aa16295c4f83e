using TorchBasics.Core.Layers;
using TorchBasics.Reference.Numbers;
using Described = TorchBasics.Core.Layers;

namespace TorchBasics.Reference;

/// <summary>Computes what a step of training leaves in the buffers of a layer.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <param name="parameters">The layer's arrays before the step.</param>
/// <param name="x">Samples [N, ...].</param>
/// <param name="state">What the layer is doing.</param>
internal sealed class BufferPass<T>(IReadOnlyList<Tensor<T>> parameters, Tensor<T> x, LayerState state)
    : ILayerReader<IReadOnlyList<Tensor<T>>>
    where T : struct, IReal<T>
{
    public IReadOnlyList<Tensor<T>> Activation(Activation layer) => [];

    public IReadOnlyList<Tensor<T>> AvgPool2d(Described.AvgPool2d layer) => [];

    public IReadOnlyList<Tensor<T>> BatchNorm1d(BatchNorm1d layer) => Normalization(layer);

    public IReadOnlyList<Tensor<T>> BatchNorm2d(BatchNorm2d layer) => Normalization(layer);

    public IReadOnlyList<Tensor<T>> ConstantPad2d(Described.ConstantPad2d layer) => [];

    public IReadOnlyList<Tensor<T>> Conv2d(Described.Conv2d layer) => [];

    public IReadOnlyList<Tensor<T>> Dropout(Described.Dropout layer) => [];

    public IReadOnlyList<Tensor<T>> Ensemble(Described.Ensemble layer) => OfInner(layer);

    public IReadOnlyList<Tensor<T>> Flatten(Described.Flatten layer) => [];

    public IReadOnlyList<Tensor<T>> GlobalAvgPool2d(Described.GlobalAvgPool2d layer) => [];

    public IReadOnlyList<Tensor<T>> Lift(Described.Lift layer) => OfInner(layer);

    public IReadOnlyList<Tensor<T>> Linear(Described.Linear layer) => [];

    public IReadOnlyList<Tensor<T>> LogSoftmax(Described.LogSoftmax layer) => [];

    public IReadOnlyList<Tensor<T>> MaxPool2d(Described.MaxPool2d layer) => [];

    public IReadOnlyList<Tensor<T>> PartialConv2d(Described.PartialConv2d layer) => [];

    public IReadOnlyList<Tensor<T>> RbfOutput(Described.RbfOutput layer) => [];

    public IReadOnlyList<Tensor<T>> Residual(Described.Residual layer) => OfInner(layer);

    public IReadOnlyList<Tensor<T>> Softmax(Described.Softmax layer) => [];

    public IReadOnlyList<Tensor<T>> Subsampling(Described.Subsampling layer) => [];

    private IReadOnlyList<Tensor<T>> OfInner(Layer layer) =>
        layer.DiffersInTraining ? [.. LayerChains.Of(layer, parameters, state).SelectMany(chain => chain.Buffers(x))] : [];

    private Tensor<T>[] Normalization(Described.BatchNorm layer)
    {
        layer.RequireSpread(x.Elements.Length / layer.Channels);
        var after = Layers.BatchNorm.Running(x, new(parameters[2], parameters[3]), layer.Momentum);
        return [after.Mean, after.Variance];
    }
}
