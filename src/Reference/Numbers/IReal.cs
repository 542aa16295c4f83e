using System.Numerics;

namespace TorchBasics.Reference.Numbers;

/// <summary>
/// What the textbook code asks of a number. The code is written once over this interface and runs over several types: a
/// double is the oracle, a dual number differentiates, a rounded number carries its own error bound, a rational is exact,
/// a traced number remembers how it came about.
/// </summary>
/// <remarks>
/// The default value of the type is zero. System.Numerics.INumber would ask each type for some sixty members that no
/// formula here uses (parsing, formatting, bit counts); these dozen are what the mathematics needs.
/// </remarks>
/// <typeparam name="T">The type itself.</typeparam>
public interface IReal<T> :
    IAdditionOperators<T, T, T>,
    ISubtractionOperators<T, T, T>,
    IMultiplyOperators<T, T, T>,
    IDivisionOperators<T, T, T>,
    IUnaryNegationOperators<T, T>,
    IComparisonOperators<T, T, bool>
    where T : struct, IReal<T>
{
    /// <summary>The value, rounded to a double where it is not one.</summary>
    double Value { get; }

    /// <summary>The number nearest to a double that a computation with this type would use for it.</summary>
    /// <param name="value">Any double.</param>
    /// <returns>The number.</returns>
    static abstract T From(double value);

    /// <summary>e to the power x.</summary>
    /// <param name="x">The exponent.</param>
    /// <returns>A positive number.</returns>
    static abstract T Exp(T x);

    /// <summary>Natural logarithm.</summary>
    /// <param name="x">A positive number.</param>
    /// <returns>The logarithm.</returns>
    static abstract T Log(T x);

    /// <summary>Hyperbolic tangent.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>A number between -1 and 1.</returns>
    static abstract T Tanh(T x);

    /// <summary>The error function: 2 / sqrt(pi) times the integral of e^-t^2 from 0 to x.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>A number between -1 and 1.</returns>
    static abstract T Erf(T x);

    /// <summary>Square root.</summary>
    /// <param name="x">At least 0.</param>
    /// <returns>The root that is not negative.</returns>
    static abstract T Sqrt(T x);

    /// <summary>The larger of two numbers; the first where they are equal.</summary>
    /// <param name="x">One.</param>
    /// <param name="y">The other.</param>
    /// <returns>One of the two, with all that its type knows about it.</returns>
    static abstract T Max(T x, T y);

    /// <summary>
    /// e to the power of what is at most 0. The result is at most 1, which a type that carries bounds knows from here only.
    /// </summary>
    /// <param name="x">The exponent: whoever computes it finds none above 0.</param>
    /// <returns>A number from 0 to 1.</returns>
    static virtual T ExpAtMostOne(T x) => T.Exp(x);

    /// <summary>
    /// What share a term has of a sum: part / whole, where no term of the whole is below 0 and the part is one of them. It lies
    /// between 0 and 1, which a type that carries bounds knows from here only.
    /// </summary>
    /// <param name="part">The term, at least 0.</param>
    /// <param name="whole">The sum.</param>
    /// <returns>The quotient.</returns>
    static virtual T Share(T part, T whole) => part / whole;

    /// <summary>
    /// The logarithm of a sum of powers, log(e^x[1] + ... + e^x[n]). No x moves it further than by what x itself moves, which a
    /// type that carries bounds knows from here only.
    /// </summary>
    /// <param name="x">The exponents, one at least, less the largest of them: whoever computes them finds 0 among them.</param>
    /// <returns>The logarithm, from 0 to log n.</returns>
    static virtual T LogSumExp(ReadOnlySpan<T> x)
    {
        var sum = default(T);
        foreach (var exponent in x)
            sum += T.ExpAtMostOne(exponent);
        return T.Log(sum);
    }
}
