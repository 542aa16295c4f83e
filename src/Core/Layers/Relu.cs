namespace TorchBasics.Core.Layers;

/// <summary>max(x, 0); derivative 1 where x is above 0, else 0.</summary>
/// <remarks>Source: PyTorch torch.nn.ReLU.</remarks>
public sealed record Relu : Activation
{
    /// <inheritdoc/>
    public override string Kind => "ReLU";
}
