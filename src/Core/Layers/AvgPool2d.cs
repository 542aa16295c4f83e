namespace TorchBasics.Core.Layers;

/// <summary>The mean of each window. Input [N, C, H, W], output [N, C, H', W'].</summary>
/// <remarks>Source: PyTorch torch.nn.AvgPool2d.</remarks>
public sealed record AvgPool2d : Pool2d
{
    /// <summary>Describes average pooling.</summary>
    /// <param name="kernel">Window size.</param>
    /// <param name="stride">Window step.</param>
    /// <param name="padding">Zeros on each side; at most half the window.</param>
    /// <param name="ceilMode">Round the output size up.</param>
    /// <param name="countIncludePad">Whether the zeros of the border count in the divisor.</param>
    public AvgPool2d(Size2d kernel, Size2d stride, Size2d padding = default, bool ceilMode = false, bool countIncludePad = true)
        : base(kernel, stride, padding, ceilMode) => CountIncludePad = countIncludePad;

    /// <summary>Whether the zeros of the border count in the divisor.</summary>
    public bool CountIncludePad { get; }

    /// <summary>Whether each number of each window has the same share of its mean, wherever the window stands.</summary>
    public bool HasEqualShares => !CeilMode && (CountIncludePad || Window.Padding == default);

    /// <inheritdoc/>
    public override T Accept<T>(ILayerReader<T> reader) => reader.AvgPool2d(this);
}
