using TorchBasics.Core.Layers;
using TorchBasics.Reference.Layers;
using TorchBasics.Reference.Numbers;
using Described = TorchBasics.Core.Layers;

namespace TorchBasics.Reference.Curvature;

/// <summary>
/// Carries the second derivatives of a loss with respect to a layer's results back to what entered it and to its parameters.
/// A layer that is linear in x carries them with the squares of what it carries gradients with.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
/// <param name="parameters">The layer's parameters.</param>
/// <param name="x">What went in [N, ...].</param>
/// <param name="y">What came out [N, ...].</param>
/// <param name="h">Second derivatives with respect to y, of each sample's own loss.</param>
internal sealed class CurvaturePass<T>(IReadOnlyList<Tensor<T>> parameters, Tensor<T> x, Tensor<T> y, Tensor<T> h)
    : ILayerReader<LayerGradients<T>>
    where T : struct, IReal<T>
{
    // Gauss and Newton's approximation: the slope's own change is left out, so that nothing becomes negative.
    public LayerGradients<T> Activation(Activation layer)
    {
        var slopes = layer.Accept(ActivationMath<T>.Reader).Backward(x, y, y.Map(_ => T.From(1))).Input;
        return new(Squares(slopes).Zip(h, (slope, bend) => slope * bend));
    }

    public LayerGradients<T> AvgPool2d(Described.AvgPool2d layer) => layer.HasEqualShares
        ? Divided(Layers.AvgPool2d.Backward(x, h, Window2d.Of(layer.Window), layer.CountIncludePad), layer.Window.Kernel.Area)
        : throw None(layer);

    public LayerGradients<T> BatchNorm1d(Described.BatchNorm1d layer) => throw None(layer);

    public LayerGradients<T> BatchNorm2d(Described.BatchNorm2d layer) => throw None(layer);

    public LayerGradients<T> ConstantPad2d(Described.ConstantPad2d layer) =>
        Layers.ConstantPad2d.Backward(x, h, layer.Padding.Height, layer.Padding.Width);

    public LayerGradients<T> Conv2d(Described.Conv2d layer) =>
        Layers.Conv2d.Backward(Squares(x), Squares(parameters[0]), h, Window2d.Of(layer.Window));

    public LayerGradients<T> Dropout(Described.Dropout layer) => new(h.Clone());

    public LayerGradients<T> Ensemble(Described.Ensemble layer) => throw None(layer);

    public LayerGradients<T> Flatten(Described.Flatten layer) => Layers.Flatten.Backward(x, h);

    public LayerGradients<T> GlobalAvgPool2d(Described.GlobalAvgPool2d layer) =>
        Divided(Layers.GlobalAvgPool2d.Backward(x, h), x.Sizes[2] * x.Sizes[3]);

    public LayerGradients<T> Lift(Described.Lift layer) => throw None(layer);

    public LayerGradients<T> Linear(Described.Linear layer) =>
        Layers.Linear.Backward(Squares(x), Squares(parameters[0]), h);

    public LayerGradients<T> LogSoftmax(Described.LogSoftmax layer) => throw None(layer);

    public LayerGradients<T> MaxPool2d(Described.MaxPool2d layer) =>
        Layers.MaxPool2d.Backward(x, h, Window2d.Of(layer.Window), layer.CeilMode);

    public LayerGradients<T> PartialConv2d(Described.PartialConv2d layer) =>
        Layers.PartialConv2d.Backward(Squares(x), Squares(parameters[0]), h, layer.Table);

    // The loss is taken as the penalty of the right class alone, a sum of squares: 2 whatever the class.
    public LayerGradients<T> RbfOutput(Described.RbfOutput layer) => new(x.Map(_ => T.From(2)));

    public LayerGradients<T> Residual(Described.Residual layer) => throw None(layer);

    public LayerGradients<T> Softmax(Described.Softmax layer) => throw None(layer);

    public LayerGradients<T> Subsampling(Described.Subsampling layer) =>
        Layers.Subsampling.Backward(Squares(x), Squares(parameters[0]), h, Window2d.Of(layer.Window));

    private static Tensor<T> Squares(Tensor<T> values) => values.Map(value => value * value);

    private static LayerGradients<T> Divided(LayerGradients<T> gradients, int count) =>
        new(gradients.Input.Map(value => value / T.From(count)));

    private static NotSupportedException None(Layer layer) =>
        new($"No rule carries second derivatives through {layer.Kind}.");
}
