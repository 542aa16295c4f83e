namespace TorchBasics.Core.Layers;

/// <summary>Writes all axes but the first into one, row by row: [N, C, H, W] becomes [N, C*H*W].</summary>
/// <remarks>Source: PyTorch torch.nn.Flatten(start_dim: 1).</remarks>
public sealed record Flatten : Layer
{
    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) =>
        input.Elements <= int.MaxValue ? [(int)input.Elements] : throw Refuse(input, "at most 2^31 - 1 elements");

    /// <inheritdoc/>
    public override T Accept<T>(ILayerReader<T> reader) => reader.Flatten(this);
}
