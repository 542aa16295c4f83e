using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>What a backward pass returns: how the loss changes with the input and with each parameter of a layer.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <param name="Input">Gradient of the loss with respect to the input, in the input's shape.</param>
/// <param name="Parameters">The same for each parameter that is trained, in the order of the layer's description.</param>
public sealed record LayerGradients<T>(Tensor<T> Input, params IReadOnlyList<Tensor<T>> Parameters)
    where T : struct, IReal<T>;
