using TorchBasics.Core;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Modules;

/// <summary>
/// What is known between the layers of a foreign module: boundary k lies before layer k, and shows at the end of layer
/// k - 1 or at the beginning of layer k, whichever can be seen.
/// </summary>
internal sealed class ModuleBoundaries(Architecture architecture, ModuleTaps taps, ModuleTaps.Tap inputs, ModuleTaps.Tap outputs)
{
    private readonly IReadOnlyList<string> _labels = LayerLabels.Of(architecture);

    /// <summary>The layers of which both sides are known.</summary>
    /// <param name="before">The arrays of each layer, buffers as they were before the step.</param>
    /// <param name="after">The same once the step has moved buffers.</param>
    /// <param name="gradients">The gradients of a layer's parameters.</param>
    public List<LayerRecord<Float64>> Layers(
        IReadOnlyList<IReadOnlyList<Tensor<Float64>>> before,
        IReadOnlyList<IReadOnlyList<Tensor<Float64>>> after,
        Func<int, IReadOnlyList<Tensor<Float64>>> gradients) =>
        [.. Enumerable.Range(0, _labels.Count)
            .Select(k => Layer(k, before[k], after[k], gradients)).OfType<LayerRecord<Float64>>()];

    /// <summary>What is known of the others.</summary>
    public List<(Place Place, Tensor<Float64> Values)> Edges(IReadOnlyList<LayerRecord<Float64>> visible)
    {
        var edges = new List<(Place, Tensor<Float64>)>();
        foreach (var k in Enumerable.Range(0, _labels.Count).Where(k => visible.All(layer => layer.Label != _labels[k])))
        {
            if (After(k) is { } output)
                edges.Add((Place.Output(_labels[k]), output.Values));
            if (Before(k) is { } input)
                edges.Add((Place.InputGradient(_labels[k]), input.Gradient()));
        }

        return edges;
    }

    private LayerRecord<Float64>? Layer(
        int k,
        IReadOnlyList<Tensor<Float64>> parameters,
        IReadOnlyList<Tensor<Float64>> after,
        Func<int, IReadOnlyList<Tensor<Float64>>> gradients)
    {
        if (Before(k) is not { } x || After(k) is not { } y)
            return null;
        var (node, gradX, gradY) = (architecture.Nodes[k], x.Gradient(), y.Gradient());
        return new(node.Label, node.Layer, parameters, x.Values, y.Values)
        {
            OutputGradient = gradY,
            Gradients = new(gradX, gradients(k)),
            State = DropoutChoice.State(node, DropoutMasks.None, x.Values, y.Values, gradX, gradY),
            BuffersAfter = [.. LayerBuffers.Of(node.Layer, after)],
        };
    }

    private ModuleTaps.Tap? Before(int k) => taps.Input(_labels[k]) ?? (k == 0 ? inputs : taps.Output(_labels[k - 1]));

    private ModuleTaps.Tap? After(int k) =>
        taps.Output(_labels[k]) ?? (k == _labels.Count - 1 ? outputs : taps.Input(_labels[k + 1]));
}
