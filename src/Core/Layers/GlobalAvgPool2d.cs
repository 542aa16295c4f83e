namespace TorchBasics.Core.Layers;

/// <summary>The mean of each channel. Input [N, C, H, W], output [N, C].</summary>
/// <remarks>Source: Lin, Chen, Yan 2013, section 3.2.</remarks>
public sealed record GlobalAvgPool2d : Layer
{
    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input.Count == 3 ? [input[0]] : throw Refuse(input, "[N, C, H, W]");

    /// <inheritdoc/>
    public override ReceptiveField? Field(ReceptiveField? input) => null;

    /// <inheritdoc/>
    public override T Accept<T>(ILayerReader<T> reader) => reader.GlobalAvgPool2d(this);
}
