namespace TorchBasics.Core.Layers;

/// <summary>
/// The largest value of each window. Input [N, C, H, W], output [N, C, H', W']. Padding counts as minus infinity; on a
/// tie the first maximum in row order gets the gradient.
/// </summary>
/// <remarks>Source: PyTorch torch.nn.MaxPool2d.</remarks>
public sealed record MaxPool2d : Pool2d
{
    /// <summary>Describes maximum pooling.</summary>
    /// <param name="kernel">Window size.</param>
    /// <param name="stride">Window step.</param>
    /// <param name="padding">Border on each side; at most half the window.</param>
    /// <param name="ceilMode">Round the output size up.</param>
    public MaxPool2d(Size2d kernel, Size2d stride, Size2d padding = default, bool ceilMode = false)
        : base(kernel, stride, padding, ceilMode)
    {
    }

    /// <inheritdoc/>
    public override T Accept<T>(ILayerReader<T> reader) => reader.MaxPool2d(this);
}
