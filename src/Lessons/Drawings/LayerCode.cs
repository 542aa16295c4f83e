using TorchBasics.Core.Layers;

namespace TorchBasics.Lessons.Drawings;

/// <summary>Layers as a user of PyTorch writes them.</summary>
internal static class LayerCode
{
    /// <summary>The lines of a network.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<Layer> layers) =>
        ["nn.Sequential(", .. layers.Select(layer => $"    {Of(layer)},"), ")"];

    private static string Of(Layer layer) => layer switch
    {
        Conv2d conv => $"nn.Conv2d({conv.InputChannels}, {conv.OutputChannels}, {conv.Window.Kernel.Height}"
            + (conv.Window.Padding.Height > 0 ? $", padding={conv.Window.Padding.Height})" : ")"),
        Linear linear => $"nn.Linear({linear.Inputs}, {linear.Outputs})",
        MaxPool2d pool => $"nn.MaxPool2d({pool.Window.Kernel.Height}, stride={pool.Window.Stride.Height})",
        Dropout dropout => FormattableString.Invariant($"nn.Dropout({dropout.Probability})"),
        _ => $"nn.{layer.Kind}()",
    };
}
