using TorchBasics.Core.Layers;
using TorchBasics.Reference.Layers;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference;

/// <summary>Layers one behind the other that stand in another layer.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <param name="layers">The layers.</param>
/// <param name="parameters">The parameters of each.</param>
/// <param name="states">What each is doing.</param>
internal sealed class LayerChain<T>(
    IReadOnlyList<Layer> layers, IReadOnlyList<IReadOnlyList<Tensor<T>>> parameters, IReadOnlyList<LayerState> states)
    where T : struct, IReal<T>
{
    /// <summary>Runs them forward.</summary>
    /// <param name="x">Samples [N, ...].</param>
    /// <returns>What enters each layer, and at the end what leaves the last.</returns>
    public IReadOnlyList<Tensor<T>> Forward(Tensor<T> x)
    {
        var results = new List<Tensor<T>> { x };
        for (var k = 0; k < layers.Count; k++)
            results.Add(ReferenceLayer.Forward(layers[k], parameters[k], results[k], states[k]));
        return results;
    }

    /// <summary>Runs them backward.</summary>
    /// <param name="x">What entered the first [N, ...].</param>
    /// <param name="gradY">Gradient of the loss with respect to what leaves the last.</param>
    /// <returns>Gradients with respect to what enters the first and to each parameter.</returns>
    public LayerGradients<T> Backward(Tensor<T> x, Tensor<T> gradY)
    {
        var (results, gradient, ofParameters) = (Forward(x), gradY, new List<Tensor<T>>());
        for (var k = layers.Count - 1; k >= 0; k--)
        {
            var gradients = ReferenceLayer.Backward(layers[k], parameters[k], results[k], results[k + 1], gradient, states[k]);
            gradient = gradients.Input;
            ofParameters.InsertRange(0, gradients.Parameters);
        }

        return new(gradient, [.. ofParameters]);
    }

    /// <summary>What a step of training leaves in their buffers.</summary>
    /// <param name="x">Samples [N, ...].</param>
    /// <returns>The buffers of one layer after the other.</returns>
    public IEnumerable<Tensor<T>> Buffers(Tensor<T> x)
    {
        var results = Forward(x);
        return layers.SelectMany((layer, k) => ReferenceLayer.Buffers(layer, parameters[k], results[k], states[k]));
    }
}
