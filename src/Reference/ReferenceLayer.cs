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
    /// <returns>Gradients with respect to x and to each trainable parameter.</returns>
    public static LayerGradients<T> Backward<T>(
        Layer layer, IReadOnlyList<Tensor<T>> parameters, Tensor<T> x, Tensor<T> y, Tensor<T> gradY, LayerState? state = null)
        where T : struct, IReal<T> => layer.Accept(new BackwardPass<T>(parameters, x, y, gradY, state ?? LayerState.Evaluation));

    /// <summary>What a step of training leaves in the buffers of a layer.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="layer">The description.</param>
    /// <param name="parameters">Its arrays before the step, in the order of the description.</param>
    /// <param name="x">Samples [N, ...].</param>
    /// <param name="state">What the layer is doing; null for training in which nothing is dropped.</param>
    /// <returns>The buffers in their order; none for a layer without.</returns>
    /// <exception cref="ShapeException">The layer cannot train on so few samples.</exception>
    public static IReadOnlyList<Tensor<T>> Buffers<T>(
        Layer layer, IReadOnlyList<Tensor<T>> parameters, Tensor<T> x, LayerState? state = null)
        where T : struct, IReal<T> => layer.Accept(new BufferPass<T>(parameters, x, state ?? LayerState.Training));
}
