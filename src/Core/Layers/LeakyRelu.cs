namespace TorchBasics.Core.Layers;

/// <summary>x above 0, else slope x; derivative 1 where x is above 0, else the slope.</summary>
/// <remarks>Source: Maas, Hannun, Ng 2013; PyTorch torch.nn.LeakyReLU.</remarks>
public sealed record LeakyRelu : Activation
{
    /// <summary>Describes the function.</summary>
    /// <param name="negativeSlope">The slope below zero, at least 0; 0.01 is usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public LeakyRelu(double negativeSlope) => NegativeSlope = NotNegative(negativeSlope, nameof(negativeSlope));

    /// <summary>The slope below zero, at least 0; 0.01 is usual.</summary>
    public double NegativeSlope { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Constants => [NegativeSlope];

    /// <inheritdoc/>
    public override string Kind => "LeakyReLU";

    /// <inheritdoc/>
    public override IReadOnlyList<double> Kinks => [0];

    /// <inheritdoc/>
    public override bool IsSmooth => false;

    /// <inheritdoc/>
    public override T Accept<T>(IActivationReader<T> reader) => reader.LeakyRelu(this);
}
