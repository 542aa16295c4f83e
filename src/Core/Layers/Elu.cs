namespace TorchBasics.Core.Layers;

/// <summary>x above 0, else alpha (e^x - 1); derivative 1 where x is above 0, else alpha e^x.</summary>
/// <remarks>Source: Clevert, Unterthiner, Hochreiter 2016, equation 15; PyTorch torch.nn.ELU.</remarks>
public sealed record Elu : Activation
{
    /// <summary>Describes the function.</summary>
    /// <param name="alpha">What the function approaches far below zero, with the sign turned; at least 0, and usually 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Elu(double alpha) => Alpha = NotNegative(alpha, nameof(alpha));

    /// <summary>What the function approaches far below zero, with the sign turned; at least 0, and usually 1.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Constants => [Alpha];

    /// <inheritdoc/>
    public override string Kind => "ELU";

    /// <inheritdoc/>
    public override IReadOnlyList<double> Kinks => Alpha == 1 ? [] : [0];

    /// <inheritdoc/>
    public override bool IsSmooth => false;

    /// <inheritdoc/>
    public override T Accept<T>(IActivationReader<T> reader) => reader.Elu(this);
}
