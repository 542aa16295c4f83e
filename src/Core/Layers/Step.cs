namespace TorchBasics.Core.Layers;

/// <summary>1 where x is above 0, else 0; its derivative is 0 everywhere, so gradient descent cannot train through it.</summary>
/// <remarks>Source: McCulloch and Pitts 1943.</remarks>
public sealed record Step : Activation
{
    /// <inheritdoc/>
    public override IReadOnlyList<double> Jumps => [0];

    /// <inheritdoc/>
    public override bool IsSmooth => false;

    /// <inheritdoc/>
    public override bool KeepsWholeNumbers => true;

    /// <inheritdoc/>
    public override T Accept<T>(IActivationReader<T> reader) => reader.Step(this);
}
