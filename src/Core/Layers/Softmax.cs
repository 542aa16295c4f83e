namespace TorchBasics.Core.Layers;

/// <summary>exp(x) / sum of exp(x) over the last axis: probabilities that sum to 1. Input and output [N, classes].</summary>
/// <remarks>Source: PyTorch torch.nn.Softmax(dim: -1).</remarks>
public sealed record Softmax : Layer
{
    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input.Count == 1 ? input : throw Refuse(input, "[N, classes]");

    /// <inheritdoc/>
    public override T Accept<T>(ILayerReader<T> reader) => reader.Softmax(this);
}
