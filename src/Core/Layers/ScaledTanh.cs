namespace TorchBasics.Core.Layers;

/// <summary>A tanh(S x) with A = 1.7159 and S = 2/3, which maps +1 to +1 and -1 to -1.</summary>
/// <remarks>Source: LeCun et al. 1998, equation 6 and appendix A.</remarks>
public sealed record ScaledTanh : Activation
{
    /// <summary>The amplitude A.</summary>
    public const double Amplitude = 1.7159;

    /// <summary>The slope S at the origin, before the amplitude.</summary>
    public const double Slope = 2.0 / 3.0;

    /// <inheritdoc/>
    public override T Accept<T>(IActivationReader<T> reader) => reader.ScaledTanh(this);
}
