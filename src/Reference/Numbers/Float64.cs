namespace TorchBasics.Reference.Numbers;

/// <summary>A double: the oracle. Every operation is the rounded one of IEEE 754, in the order that the code says.</summary>
/// <param name="Value">The number.</param>
public readonly record struct Float64(double Value) : IReal<Float64>
{
    /// <inheritdoc/>
    public static Float64 From(double value) => new(value);

    /// <inheritdoc/>
    public static Float64 Exp(Float64 x) => new(ElementaryFunctions.Exp(x.Value));

    /// <inheritdoc/>
    public static Float64 Log(Float64 x) => new(ElementaryFunctions.Log(x.Value));

    /// <inheritdoc/>
    public static Float64 Tanh(Float64 x) => new(ElementaryFunctions.Tanh(x.Value));

    /// <inheritdoc/>
    public static Float64 Erf(Float64 x) => new(ErrorFunction.Erf(x.Value));

    /// <inheritdoc/>
    public static Float64 Sqrt(Float64 x) => new(Math.Sqrt(x.Value));

    /// <inheritdoc/>
    public static Float64 Max(Float64 x, Float64 y) => x >= y || double.IsNaN(x.Value) ? x : y;

    /// <inheritdoc/>
    public static Float64 operator +(Float64 x, Float64 y) => new(x.Value + y.Value);

    /// <inheritdoc/>
    public static Float64 operator -(Float64 x, Float64 y) => new(x.Value - y.Value);

    /// <inheritdoc/>
    public static Float64 operator *(Float64 x, Float64 y) => new(x.Value * y.Value);

    /// <inheritdoc/>
    public static Float64 operator /(Float64 x, Float64 y) => new(x.Value / y.Value);

    /// <inheritdoc/>
    public static Float64 operator -(Float64 x) => new(-x.Value);

    /// <inheritdoc/>
    public static bool operator <(Float64 x, Float64 y) => x.Value < y.Value;

    /// <inheritdoc/>
    public static bool operator >(Float64 x, Float64 y) => x.Value > y.Value;

    /// <inheritdoc/>
    public static bool operator <=(Float64 x, Float64 y) => x.Value <= y.Value;

    /// <inheritdoc/>
    public static bool operator >=(Float64 x, Float64 y) => x.Value >= y.Value;
}
