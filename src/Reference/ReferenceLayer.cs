using TorchBasics.Reference.Layers;
using TorchBasics.Reference.Numbers;
using Described = TorchBasics.Core.Layers;

namespace TorchBasics.Reference;

/// <summary>The reference's reading of a layer record: which of the textbook's functions a description means.</summary>
public static class ReferenceLayer
{
    /// <summary>Runs a layer forward.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="layer">The description.</param>
    /// <param name="parameters">Its parameters, in the order of the description.</param>
    /// <param name="x">Samples [N, ...].</param>
    /// <param name="kept">For a dropout in training, which elements it keeps; null in evaluation.</param>
    /// <returns>Results [N, ...].</returns>
    /// <exception cref="NotSupportedException">The reference does not know the kind of layer.</exception>
    public static Tensor<T> Forward<T>(Described.Layer layer, IReadOnlyList<Tensor<T>> parameters, Tensor<T> x, bool[]? kept = null)
        where T : struct, IReal<T> => layer switch
        {
            Described.Linear => Linear.Forward(x, parameters[0], parameters[1]),
            Described.Conv2d conv => Conv2d.Forward(x, parameters[0], parameters[1], Window2d.Of(conv.Window)),
            Described.PartialConv2d partial => PartialConv2d.Forward(x, parameters[0], parameters[1], partial.Table),
            Described.Subsampling sub => Subsampling.Forward(x, parameters[0], parameters[1], Window2d.Of(sub.Window)),
            Described.RbfOutput => RbfOutput.Forward(x, parameters[0]),
            Described.Lift lift => Lift.Forward(x, Chain(lift, parameters, x)[^1]),
            Described.MaxPool2d pool => MaxPool2d.Forward(x, Window2d.Of(pool.Window), pool.CeilMode),
            Described.AvgPool2d pool => AvgPool2d.Forward(x, Window2d.Of(pool.Window), pool.CeilMode, pool.CountIncludePad),
            Described.GlobalAvgPool2d => GlobalAvgPool2d.Forward(x),
            Described.ConstantPad2d pad => ConstantPad2d.Forward(x, pad.Padding.Height, pad.Padding.Width, pad.Value),
            Described.Flatten => Flatten.Forward(x),
            Described.Dropout dropout => kept is null ? x.Clone() : Dropout.Forward(x, kept, dropout.Probability),
            Described.Step => Step.Forward(x),
            Described.Relu => Relu.Forward(x),
            Described.Sigmoid => Sigmoid.Forward(x),
            Described.Tanh => Tanh.Forward(x),
            Described.ScaledTanh => ScaledTanh.Forward(x),
            Described.Softmax => Softmax.Forward(x),
            Described.LogSoftmax => LogSoftmax.Forward(x),
            _ => throw Unknown(layer),
        };

    /// <summary>Runs a layer backward.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="layer">The description.</param>
    /// <param name="parameters">Its parameters, in the order of the description.</param>
    /// <param name="x">What went in [N, ...].</param>
    /// <param name="y">What came out [N, ...].</param>
    /// <param name="gradY">Gradient of the loss with respect to y.</param>
    /// <param name="kept">For a dropout in training, which elements it kept; null in evaluation.</param>
    /// <returns>Gradients with respect to x and to each parameter.</returns>
    /// <exception cref="NotSupportedException">The reference does not know the kind of layer.</exception>
    public static LayerGradients<T> Backward<T>(Described.Layer layer, IReadOnlyList<Tensor<T>> parameters, Tensor<T> x, Tensor<T> y, Tensor<T> gradY, bool[]? kept = null)
        where T : struct, IReal<T> => layer switch
        {
            Described.Linear => Linear.Backward(x, parameters[0], gradY),
            Described.Conv2d conv => Conv2d.Backward(x, parameters[0], gradY, Window2d.Of(conv.Window)),
            Described.PartialConv2d partial => PartialConv2d.Backward(x, parameters[0], gradY, partial.Table),
            Described.Subsampling sub => Subsampling.Backward(x, parameters[0], gradY, Window2d.Of(sub.Window)),
            Described.RbfOutput => RbfOutput.Backward(x, parameters[0], gradY),
            Described.Lift lift => BackwardLift(lift, parameters, x, gradY),
            Described.MaxPool2d pool => MaxPool2d.Backward(x, gradY, Window2d.Of(pool.Window), pool.CeilMode),
            Described.AvgPool2d pool => AvgPool2d.Backward(x, gradY, Window2d.Of(pool.Window), pool.CountIncludePad),
            Described.GlobalAvgPool2d => GlobalAvgPool2d.Backward(x, gradY),
            Described.ConstantPad2d pad => ConstantPad2d.Backward(x, gradY, pad.Padding.Height, pad.Padding.Width),
            Described.Flatten => Flatten.Backward(x, gradY),
            Described.Dropout dropout => kept is null ? new(gradY.Clone()) : Dropout.Backward(gradY, kept, dropout.Probability),
            Described.Step => Step.Backward(x, gradY),
            Described.Relu => Relu.Backward(x, gradY),
            Described.Sigmoid => Sigmoid.Backward(y, gradY),
            Described.Tanh => Tanh.Backward(y, gradY),
            Described.ScaledTanh => ScaledTanh.Backward(x, gradY),
            Described.Softmax => Softmax.Backward(y, gradY),
            Described.LogSoftmax => LogSoftmax.Backward(y, gradY),
            _ => throw Unknown(layer),
        };

    // The results of a lift's inner layers, its input first.
    private static List<Tensor<T>> Chain<T>(Described.Lift lift, IReadOnlyList<Tensor<T>> parameters, Tensor<T> x)
        where T : struct, IReal<T>
    {
        var results = new List<Tensor<T>> { x };
        foreach (var layer in lift.Inner)
            results.Add(Forward(layer, ParametersOf(layer, parameters), results[^1]));
        return results;
    }

    private static LayerGradients<T> BackwardLift<T>(Described.Lift lift, IReadOnlyList<Tensor<T>> parameters, Tensor<T> x, Tensor<T> gradY)
        where T : struct, IReal<T>
    {
        var results = Chain(lift, parameters, x);
        var gradient = Lift.GradientOfAdded(x, gradY);
        IReadOnlyList<Tensor<T>> ofParameters = [];
        for (var k = lift.Inner.Count - 1; k >= 0; k--)
        {
            var layer = lift.Inner[k];
            var gradients = Backward(layer, ParametersOf(layer, parameters), results[k], results[k + 1], gradient);
            gradient = gradients.Input;
            if (gradients.Parameters.Count > 0)
                ofParameters = gradients.Parameters;
        }

        return new(Lift.Backward(gradient, gradY), ofParameters);
    }

    // A lift has exactly one inner layer with parameters.
    private static IReadOnlyList<Tensor<T>> ParametersOf<T>(Described.Layer layer, IReadOnlyList<Tensor<T>> parameters)
        where T : struct, IReal<T> => layer.Parameters.Count > 0 ? parameters : [];

    private static NotSupportedException Unknown(Described.Layer layer) => new($"The reference does not know the layer {layer.Kind}.");
}
