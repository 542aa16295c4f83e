namespace TorchBasics.Core.Layers;

/// <summary>max(x, 0); derivative 1 where x is above 0, else 0.</summary>
/// <remarks>Source: PyTorch torch.nn.ReLU.</remarks>
public sealed record Relu : Activation
{
    /// <inheritdoc/>
    public override string Kind => "ReLU";

    /// <inheritdoc/>
    public override IReadOnlyList<double> Kinks => [0];

    /// <inheritdoc/>
    public override bool IsSmooth => false;

    /// <inheritdoc/>
    public override bool KeepsWholeNumbers => true;

    /// <inheritdoc/>
    public override T Accept<T>(IActivationReader<T> reader) => reader.Relu(this);
}
