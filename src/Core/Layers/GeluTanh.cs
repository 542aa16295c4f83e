namespace TorchBasics.Core.Layers;

/// <summary>x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2, which is near <see cref="Gelu"/>.</summary>
/// <remarks>Source: Hendrycks, Gimpel 2016, section 2; PyTorch torch.nn.GELU(approximate="tanh").</remarks>
public sealed record GeluTanh : Activation
{
    /// <inheritdoc/>
    public override string Kind => "GELUTanh";

    /// <inheritdoc/>
    public override T Accept<T>(IActivationReader<T> reader) => reader.GeluTanh(this);
}
