namespace TorchBasics.Core;

/// <summary>A name for every layer, those without parameters included.</summary>
public static class LayerLabels
{
    /// <summary>The labels of an architecture.</summary>
    /// <param name="architecture">The network.</param>
    /// <returns>The layer's own name, or its kind and its position from 1: "conv1", "relu2", "maxpool2d3".</returns>
    public static IReadOnlyList<string> Of(Architecture architecture) =>
        [.. architecture.Nodes.Select(node => node.Label)];
}
