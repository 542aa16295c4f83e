namespace TorchBasics.Core.Layers;

/// <summary>A function applied to each element by itself; any shape, unchanged.</summary>
public abstract record Activation : Layer
{
    /// <summary>
    /// The numbers that make the function the one it is, in the order of <see cref="ActivationKind.Constants"/>.
    /// </summary>
    public virtual IReadOnlyList<double> Constants => [];

    /// <summary>Where the value jumps, so that rounding may decide it.</summary>
    public virtual IReadOnlyList<double> Jumps => [];

    /// <summary>Where the slope jumps and the value does not, so that rounding may decide where a gradient goes.</summary>
    public virtual IReadOnlyList<double> Kinks => [];

    /// <summary>Whether it has derivatives of every order everywhere, as finite differences with long steps need.</summary>
    public virtual bool IsSmooth => true;

    /// <summary>
    /// Whether whole numbers become whole numbers, and gradients in whole numbers stay such, without any rounding.
    /// </summary>
    public virtual bool KeepsWholeNumbers => false;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    public sealed override T Accept<T>(ILayerReader<T> reader) => reader.Activation(this);

    /// <summary>Has an activation read.</summary>
    /// <typeparam name="T">What is made of it.</typeparam>
    /// <param name="reader">Who reads.</param>
    /// <returns>What the reader makes of it.</returns>
    public abstract T Accept<T>(IActivationReader<T> reader);

    private protected static double Finite(double value, string what) =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(
            what, value, $"{what} is {value}; expected a finite number.");

    private protected static double NotNegative(double value, string what) =>
        Finite(value, what) >= 0
            ? value
            : throw new ArgumentOutOfRangeException(what, value, $"{what} is {value}; expected at least 0.");
}
