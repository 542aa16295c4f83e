using System.Runtime.Intrinsics;

namespace TorchBasics.Reference.Numbers;

/// <summary>
/// A number and its derivatives in eight directions: x + x' e with e e = 0. Computing with it gives exact derivatives,
/// forward, without a step size.
/// </summary>
/// <remarks>
/// Source: Griewank and Walther, "Evaluating Derivatives", 2nd edition 2008, section 3.1 (the vector forward mode).
/// </remarks>
/// <param name="Value">x.</param>
/// <param name="Tangent">x' in each of the eight directions.</param>
public readonly record struct Dual(double Value, Vector512<double> Tangent) : IReal<Dual>
{
    /// <summary>How many directions one number carries.</summary>
    public const int Directions = 8;

    /// <inheritdoc/>
    public static Dual From(double value) => new(value, Vector512<double>.Zero);

    /// <summary>A variable to differentiate by.</summary>
    /// <param name="value">Its value.</param>
    /// <param name="direction">Which of the eight directions is its own, from 0.</param>
    /// <returns>The number whose derivative in that direction is 1.</returns>
    public static Dual Variable(double value, int direction) => new(value, Vector512<double>.Zero.WithElement(direction, 1));

    /// <inheritdoc/>
    public static Dual Exp(Dual x)
    {
        var y = ElementaryFunctions.Exp(x.Value);
        return Chain(x, y, y);
    }

    /// <inheritdoc/>
    public static Dual Log(Dual x) => Chain(x, ElementaryFunctions.Log(x.Value), 1 / x.Value);

    /// <inheritdoc/>
    public static Dual Tanh(Dual x)
    {
        // 1 / cosh^2 = 4 e^-2x / (1 + e^-2x)^2, not 1 - tanh^2, so that the derivative keeps its digits where tanh is near 1.
        var power = ElementaryFunctions.Exp(-2 * Math.Abs(x.Value));
        return Chain(x, ElementaryFunctions.Tanh(x.Value), 4 * power / ((1 + power) * (1 + power)));
    }

    /// <inheritdoc/>
    public static Dual Erf(Dual x) => Chain(x, ErrorFunction.Erf(x.Value), ErrorFunction.Slope(x.Value));

    /// <inheritdoc/>
    public static Dual Sqrt(Dual x) => Chain(x, Math.Sqrt(x.Value), 0.5 / Math.Sqrt(x.Value));

    /// <inheritdoc/>
    public static Dual Max(Dual x, Dual y) => x >= y || double.IsNaN(x.Value) ? x : y;

    /// <inheritdoc/>
    public static Dual operator +(Dual x, Dual y) => new(x.Value + y.Value, x.Tangent + y.Tangent);

    /// <inheritdoc/>
    public static Dual operator -(Dual x, Dual y) => new(x.Value - y.Value, x.Tangent - y.Tangent);

    /// <inheritdoc/>
    public static Dual operator *(Dual x, Dual y) => new(x.Value * y.Value, (x.Tangent * y.Value) + (y.Tangent * x.Value));

    /// <inheritdoc/>
    public static Dual operator /(Dual x, Dual y)
    {
        var quotient = x.Value / y.Value;
        return new(quotient, (x.Tangent - (y.Tangent * quotient)) / y.Value);
    }

    /// <inheritdoc/>
    public static Dual operator -(Dual x) => new(-x.Value, -x.Tangent);

    /// <inheritdoc/>
    public static bool operator <(Dual x, Dual y) => x.Value < y.Value;

    /// <inheritdoc/>
    public static bool operator >(Dual x, Dual y) => x.Value > y.Value;

    /// <inheritdoc/>
    public static bool operator <=(Dual x, Dual y) => x.Value <= y.Value;

    /// <inheritdoc/>
    public static bool operator >=(Dual x, Dual y) => x.Value >= y.Value;

    private static Dual Chain(Dual x, double value, double slope) => new(value, x.Tangent * slope);
}
