namespace TorchBasics.Core.Layers;

/// <summary>x (1 + erf(x / sqrt 2)) / 2: x times the probability that a standard normal number is below it.</summary>
/// <remarks>Source: Hendrycks, Gimpel 2016, section 2; PyTorch torch.nn.GELU(approximate="none").</remarks>
public sealed record Gelu : Activation
{
    /// <inheritdoc/>
    public override string Kind => "GELU";

    /// <inheritdoc/>
    public override T Accept<T>(IActivationReader<T> reader) => reader.Gelu(this);
}
