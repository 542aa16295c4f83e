using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Reference.Layers;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference;

/// <summary>The reference's reading of a layer record: which of the textbook's functions a description means.</summary>
public static class ReferenceLayer
{
    /// <summary>Runs a layer forward.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="layer">The description.</param>
    /// <param name="parameters">Its parameters, in the order of the description.</param>
    /// <param name="x">Samples [N, ...].</param>
    /// <param name="state">What the layer is doing; null for evaluation.</param>
    /// <returns>Results [N, ...].</returns>
    /// <exception cref="ShapeException">The layer cannot train on so few samples.</exception>
    public static Tensor<T> Forward<T>(Layer layer, IReadOnlyList<Tensor<T>> parameters, Tensor<T> x, LayerState? state = null)
        where T : struct, IReal<T> => layer.Accept(new ForwardPass<T>(parameters, x, state ?? LayerState.Evaluation));

    /// <summary>Runs a layer backward.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="layer">The description.</param>
    /// <param name="parameters">Its parameters, in the order of the description.</param>
    /// <param name="x">What went in [N, ...].</param>
    /// <param name="y">What came out [N, ...].</param>
    /// <param name="gradY">Gradient of the loss with respect to y.</param>
    /// <param name="state">What the layer did; null for evaluation.</param>
    /// <returns>Gradients with respect to x and to each parameter, but for buffers.</returns>
    public static LayerGradients<T> Backward<T>(
        Layer layer, IReadOnlyList<Tensor<T>> parameters, Tensor<T> x, Tensor<T> y, Tensor<T> gradY, LayerState? state = null)
        where T : struct, IReal<T> => layer.Accept(new BackwardPass<T>(parameters, x, y, gradY, state ?? LayerState.Evaluation));

    /// <summary>What a step of training leaves in the buffers of a layer.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="layer">The description.</param>
    /// <param name="parameters">Its arrays before the step, in the order of the description.</param>
    /// <param name="x">Samples [N, ...].</param>
    /// <returns>The buffers in their order; none for a layer without.</returns>
    /// <exception cref="ShapeException">The layer cannot train on so few samples.</exception>
    public static IReadOnlyList<Tensor<T>> Buffers<T>(Layer layer, IReadOnlyList<Tensor<T>> parameters, Tensor<T> x)
        where T : struct, IReal<T> => layer.Accept(new BufferPass<T>(parameters, x));

    /// <summary>Runs inner layers one after the other.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="layers">The layers.</param>
    /// <param name="parameters">The parameters of all of them, in order.</param>
    /// <param name="x">Samples [N, ...].</param>
    /// <returns>What enters each layer, and at the end what leaves the last.</returns>
    internal static List<Tensor<T>> Chain<T>(IReadOnlyList<Layer> layers, IReadOnlyList<Tensor<T>> parameters, Tensor<T> x)
        where T : struct, IReal<T>
    {
        var results = new List<Tensor<T>> { x };
        foreach (var (layer, own) in layers.Zip(LayerArrays.Split(layers, parameters)))
            results.Add(Forward(layer, own, results[^1]));
        return results;
    }

    /// <summary>Runs inner layers backward.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="layers">The layers.</param>
    /// <param name="parameters">The parameters of all of them, in order.</param>
    /// <param name="results">What <see cref="Chain"/> gave.</param>
    /// <param name="gradY">Gradient of the loss with respect to what leaves the last.</param>
    /// <returns>Gradients with respect to what enters the first and to each parameter.</returns>
    internal static LayerGradients<T> ChainBackward<T>(
        IReadOnlyList<Layer> layers, IReadOnlyList<Tensor<T>> parameters, List<Tensor<T>> results, Tensor<T> gradY)
        where T : struct, IReal<T>
    {
        var (own, gradient, ofParameters) = (LayerArrays.Split(layers, parameters), gradY, new List<Tensor<T>>());
        for (var k = layers.Count - 1; k >= 0; k--)
        {
            var gradients = Backward(layers[k], own[k], results[k], results[k + 1], gradient);
            gradient = gradients.Input;
            ofParameters.InsertRange(0, gradients.Parameters);
        }

        return new(gradient, [.. ofParameters]);
    }
}
