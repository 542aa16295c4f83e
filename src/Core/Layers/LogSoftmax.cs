namespace TorchBasics.Core.Layers;

/// <summary>The logarithm of the softmax over the last axis. Input and output [N, classes].</summary>
/// <remarks>Source: PyTorch torch.nn.LogSoftmax(dim: -1).</remarks>
public sealed record LogSoftmax : Layer
{
    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input.Count == 1 ? input : throw Refuse(input, "[N, classes]");

    /// <inheritdoc/>
    public override T Accept<T>(ILayerReader<T> reader) => reader.LogSoftmax(this);
}
