namespace TorchBasics.Core.Layers;

/// <summary>Adds a border to each side of a picture. Input [N, C, H, W], output [N, C, H + 2h, W + 2w].</summary>
/// <remarks>Source: PyTorch torch.nn.ConstantPad2d.</remarks>
public sealed record ConstantPad2d : Layer
{
    /// <summary>Describes a border.</summary>
    /// <param name="padding">Rows and columns added on each side.</param>
    /// <param name="value">The value of the border: that of the picture's background.</param>
    public ConstantPad2d(Size2d padding, float value) =>
        (Padding, Value) = (NotNegative(padding, nameof(padding)), value);

    /// <summary>Rows and columns added on each side.</summary>
    public Size2d Padding { get; }

    /// <summary>The value of the border.</summary>
    public float Value { get; }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input is [var channels, var height, var width]
        ? [channels, height + (2 * Padding.Height), width + (2 * Padding.Width)]
        : throw Refuse(input, "[N, C, H, W]");

    /// <inheritdoc/>
    public override T Accept<T>(ILayerReader<T> reader) => reader.ConstantPad2d(this);
}
