namespace TorchBasics.Core.Layers;

/// <summary>x, cut at a minimum and a maximum; derivative 1 strictly between them, else 0. With 0 and 6 it is ReLU6.</summary>
/// <remarks>Source: Collobert 2004; PyTorch torch.nn.Hardtanh and torch.nn.ReLU6.</remarks>
public sealed record Hardtanh : Activation
{
    /// <summary>Describes the function.</summary>
    /// <param name="minimum">The smallest result.</param>
    /// <param name="maximum">The largest result, above the smallest.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Hardtanh(double minimum, double maximum)
    {
        (Minimum, Maximum) = (Finite(minimum, nameof(minimum)), Finite(maximum, nameof(maximum)));
        if (Minimum >= Maximum)
            throw new ArgumentOutOfRangeException(
                nameof(maximum), maximum, $"maximum is {maximum}; expected more than the minimum, {minimum}.");
    }

    /// <summary>The smallest result.</summary>
    public double Minimum { get; }

    /// <summary>The largest result, above the smallest.</summary>
    public double Maximum { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Constants => [Minimum, Maximum];

    /// <inheritdoc/>
    public override IReadOnlyList<double> Kinks => [Minimum, Maximum];

    /// <inheritdoc/>
    public override bool IsSmooth => false;

    /// <inheritdoc/>
    public override bool KeepsWholeNumbers => double.IsInteger(Minimum) && double.IsInteger(Maximum);

    /// <inheritdoc/>
    public override T Accept<T>(IActivationReader<T> reader) => reader.Hardtanh(this);
}
