using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>
/// A number of a narrower format than a double: each operation is done in double and then rounded, which for single precision
/// and below gives the bits that a processor of that format gives. So the textbook's formulas become an engine of their own.
/// </summary>
/// <typeparam name="TPrecision">The format.</typeparam>
/// <param name="Value">The number; one of the format.</param>
internal readonly record struct Narrow<TPrecision>(double Value) : IReal<Narrow<TPrecision>>
    where TPrecision : IPrecision
{
    /// <inheritdoc/>
    public static Narrow<TPrecision> From(double value) => new(TPrecision.Round(value));

    /// <inheritdoc/>
    public static Narrow<TPrecision> Exp(Narrow<TPrecision> x) => From(Float64.Exp(new(x.Value)).Value);

    /// <inheritdoc/>
    public static Narrow<TPrecision> Log(Narrow<TPrecision> x) => From(Float64.Log(new(x.Value)).Value);

    /// <inheritdoc/>
    public static Narrow<TPrecision> Tanh(Narrow<TPrecision> x) => From(Float64.Tanh(new(x.Value)).Value);

    /// <inheritdoc/>
    public static Narrow<TPrecision> Erf(Narrow<TPrecision> x) => From(Float64.Erf(new(x.Value)).Value);

    /// <inheritdoc/>
    public static Narrow<TPrecision> Sqrt(Narrow<TPrecision> x) => From(Math.Sqrt(x.Value));

    /// <inheritdoc/>
    public static Narrow<TPrecision> Max(Narrow<TPrecision> x, Narrow<TPrecision> y) =>
        x.Value >= y.Value || double.IsNaN(x.Value) ? x : y;

    /// <inheritdoc/>
    public static Narrow<TPrecision> operator +(Narrow<TPrecision> x, Narrow<TPrecision> y) => From(x.Value + y.Value);

    /// <inheritdoc/>
    public static Narrow<TPrecision> operator -(Narrow<TPrecision> x, Narrow<TPrecision> y) => From(x.Value - y.Value);

    /// <inheritdoc/>
    public static Narrow<TPrecision> operator *(Narrow<TPrecision> x, Narrow<TPrecision> y) => From(x.Value * y.Value);

    /// <inheritdoc/>
    public static Narrow<TPrecision> operator /(Narrow<TPrecision> x, Narrow<TPrecision> y) => From(x.Value / y.Value);

    /// <inheritdoc/>
    public static Narrow<TPrecision> operator -(Narrow<TPrecision> x) => new(-x.Value);

    /// <inheritdoc/>
    public static bool operator <(Narrow<TPrecision> x, Narrow<TPrecision> y) => x.Value < y.Value;

    /// <inheritdoc/>
    public static bool operator >(Narrow<TPrecision> x, Narrow<TPrecision> y) => x.Value > y.Value;

    /// <inheritdoc/>
    public static bool operator <=(Narrow<TPrecision> x, Narrow<TPrecision> y) => x.Value <= y.Value;

    /// <inheritdoc/>
    public static bool operator >=(Narrow<TPrecision> x, Narrow<TPrecision> y) => x.Value >= y.Value;
}

/// <summary>bfloat16: the sign, the 8 bits of exponent and the first 7 bits of fraction of single precision.</summary>
internal readonly struct BFloat16 : IPrecision
{
    /// <inheritdoc/>
    public static double UnitRoundoff => 1.0 / (1 << 8);

    /// <inheritdoc/>
    public static double SmallestNormal => Binary32.SmallestNormal;

    /// <inheritdoc/>
    public static double Round(double value)
    {
        if (!double.IsFinite(value))
            return value;
        var bits = BitConverter.SingleToUInt32Bits((float)value);
        bits += 0x7FFF + ((bits >> 16) & 1); // to the nearer one, and to the even one of two
        return BitConverter.UInt32BitsToSingle(bits & 0xFFFF0000);
    }
}
