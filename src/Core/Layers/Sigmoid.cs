namespace TorchBasics.Core.Layers;

/// <summary>1 / (1 + exp(-x)); derivative y (1 - y).</summary>
/// <remarks>Source: PyTorch torch.nn.Sigmoid.</remarks>
public sealed record Sigmoid : Activation
{
    /// <inheritdoc/>
    public override T Accept<T>(IActivationReader<T> reader) => reader.Sigmoid(this);
}
