using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Layers;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Recording;

/// <summary>What one layer did in one step: everything that went in and came out, in both directions.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <param name="Label">Name of the layer, see <see cref="LayerLabels"/>.</param>
/// <param name="Layer">Its description.</param>
/// <param name="Parameters">Its parameters, as they were in the step, and its buffers before it.</param>
/// <param name="Input">What went in [N, ...].</param>
/// <param name="Output">What came out [N, ...].</param>
public sealed record LayerRecord<T>(
    string Label, Layer Layer, IReadOnlyList<Tensor<T>> Parameters, Tensor<T> Input, Tensor<T> Output)
    where T : struct, IReal<T>
{
    /// <summary>Gradient that came in from behind; null where the step had no backward pass.</summary>
    public Tensor<T>? OutputGradient { get; init; }

    /// <summary>Gradients that went out; null where the step had no backward pass.</summary>
    public LayerGradients<T>? Gradients { get; init; }

    /// <summary>Whether nobody asked for the gradient of what went in, so that none was computed.</summary>
    public bool LacksInputGradient { get; init; }

    /// <summary>Whether the layer trained, and what chance decided; evaluation unless said otherwise.</summary>
    public LayerState State { get; init; } = LayerState.Evaluation;

    /// <summary>For a dropout in training, which elements it kept.</summary>
    public bool[]? Kept => State.Kept;

    /// <summary>
    /// What the step left in the layer's buffers, such as running statistics, in their order; none in evaluation.
    /// </summary>
    public IReadOnlyList<Tensor<T>> BuffersAfter { get; init; } = [];
}
