namespace TorchBasics.Core.Layers;

/// <summary>tanh(x); derivative 1 - y^2.</summary>
/// <remarks>Source: PyTorch torch.nn.Tanh.</remarks>
public sealed record Tanh : Activation
{
    /// <inheritdoc/>
    public override T Accept<T>(IActivationReader<T> reader) => reader.Tanh(this);
}
