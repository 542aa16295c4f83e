namespace TorchBasics.Core.Layers;

/// <summary>x / (1 + e^-x), also called Swish; derivative s (1 + x (1 - s)) with s = 1 / (1 + e^-x).</summary>
/// <remarks>Source: Elfwing, Uchibe, Doya 2018, equation 6; PyTorch torch.nn.SiLU.</remarks>
public sealed record Silu : Activation
{
    /// <inheritdoc/>
    public override string Kind => "SiLU";

    /// <inheritdoc/>
    public override T Accept<T>(IActivationReader<T> reader) => reader.Silu(this);
}
