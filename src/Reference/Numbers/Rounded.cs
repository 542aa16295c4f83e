using System.Runtime.CompilerServices;

namespace TorchBasics.Reference.Numbers;

/// <summary>
/// A number together with a bound on how far a correct computation of it in some floating-point format may be off.
/// </summary>
/// <remarks>
/// A sum is kept open: it knows its n terms' absolute values and their own errors, so that its bound holds for the sum
/// of the terms in ANY order, with or without fused multiply-add, whichever an engine uses:
/// |computed - exact| &lt;= E + gamma(n-1) (M + E), where E = sum of the terms' errors, M = sum of their absolute values,
/// gamma(k) = k u / (1 - k u). Two terms are rounded once, so that their result stands in the place of M.
/// Source: Higham, "Accuracy and Stability of Numerical Algorithms", 2nd edition, sections 3.1 and 4.2.
/// The other operations use the bound on their arguments and one rounding of their own; a division two, because it may
/// be done as a multiplication by the reciprocal. exp, log, tanh and erf are allowed <see cref="FunctionUlps"/> units in the
/// last place. The value itself is computed in double, whose own error the bound includes: its functions are off by less than
/// one unit in the last place (<see cref="ElementaryFunctions"/>), and are allowed as many as the engine's.
/// </remarks>
/// <typeparam name="TPrecision">The format that the engine under test computes in.</typeparam>
public readonly struct Rounded<TPrecision> : IReal<Rounded<TPrecision>>, IEquatable<Rounded<TPrecision>>
    where TPrecision : IPrecision
{
    /// <summary>
    /// The error that exp, log, tanh and erf are allowed, in units in the last place of the result. The libraries behind
    /// libtorch promise 1 (SLEEF, "u10" variants); Eigen's tanh has up to 3.
    /// </summary>
    public const double FunctionUlps = 4;

    /// <summary>
    /// The error that erf is allowed besides in single precision, where libtorch's vectors take equation 7.1.26 of Abramowitz
    /// and Stegun, "Handbook of Mathematical Functions": 1 less a product, so that its rounding is that of numbers near 1.
    /// </summary>
    public const double FastErf = 1.5e-7;

    private readonly double _magnitude; // sum of the absolute values of the terms
    private readonly double _inherited; // sum of the errors of the terms
    private readonly int _terms;

    private Rounded(double value, double magnitude, double inherited, int terms) =>
        (Value, _magnitude, _inherited, _terms) = (value, magnitude, inherited, terms);

    private Rounded(double value, double error)
        : this(value, Math.Abs(value), error, 1)
    {
    }

    /// <inheritdoc/>
    public double Value { get; }

    /// <summary>How far a correct computation may be from <see cref="Value"/>; 0 for what must be equal bit by bit.</summary>
    public double Error
    {
        get
        {
            var error = _terms switch
            {
                <= 1 => _inherited,
                2 => _inherited + (Gamma(1) * (Math.Abs(Value) + _inherited)), // one rounding, of the result itself
                _ => _inherited + (Gamma(_terms - 1) * (_magnitude + _inherited)),
            };
            return double.IsNaN(error) ? double.PositiveInfinity : error; // zero times an error without bounds
        }
    }

    /// <summary>The same number and bound as a number by itself, whose bound need not be worked out at every use.</summary>
    public Rounded<TPrecision> Closed => new(Value, Error);

    /// <summary>How many terms the open sum has: 1 for a number by itself; 0 only for the default value.</summary>
    public int Terms => _terms;

    /// <summary>
    /// u with a share for the error of <see cref="Value"/>: in double both the engine and the oracle are off by up to u.
    /// </summary>
    private static double Unit => TPrecision.UnitRoundoff + Binary64.UnitRoundoff;

    // The largest finite number of a format of IEEE 754, (2 - 2u) 2^e, whose smallest normal one is 2^(1-e).
    private static double Largest => (2 - (2 * TPrecision.UnitRoundoff)) * (2 / TPrecision.SmallestNormal);

    /// <summary>A number that the engine holds exactly, such as an input.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The number with error 0.</returns>
    public static Rounded<TPrecision> Exactly(double value) => new(value, error: 0);

    /// <summary>A number that is known up to an error.</summary>
    /// <param name="value">The number.</param>
    /// <param name="error">The bound, at least 0.</param>
    /// <returns>The number with its bound.</returns>
    public static Rounded<TPrecision> Within(double value, double error) => new(value, error);

    /// <inheritdoc/>
    public static Rounded<TPrecision> From(double value) =>
        new(
            TPrecision.Constant(value),
            TPrecision.Round(value).Equals(value) || double.IsNaN(value) ? 0 : Rounding(value, roundings: 1));

    /// <inheritdoc/>
    public static Rounded<TPrecision> Exp(Rounded<TPrecision> x)
    {
        var y = ElementaryFunctions.Exp(x.Value);
        var inherited = x.Error switch
        {
            0 => 0,
            < 0.01 => y * Expm1(x.Error), // e^(x+d) - e^x = e^x (e^d - 1)
            // even where e^d alone would overflow; the rounding of x + d is covered
            _ => ElementaryFunctions.Exp(Math.BitIncrement(x.Value + x.Error)) - y,
        };
        return new(y, inherited + OfFunction(y + inherited));
    }

    /// <inheritdoc/>
    public static Rounded<TPrecision> Log(Rounded<TPrecision> x)
    {
        var y = ElementaryFunctions.Log(x.Value);
        var inherited = x.Error < x.Value ? Decline(x.Value, x.Error) : double.PositiveInfinity;
        return new(y, inherited + OfFunction(Math.Abs(y) + inherited));
    }

    /// <inheritdoc/>
    public static Rounded<TPrecision> Tanh(Rounded<TPrecision> x)
    {
        var y = ElementaryFunctions.Tanh(x.Value);
        var slope = Math.Min(1, 1 - (y * y) + x.Error); // tanh' = 1 - y^2, and |tanh''| < 1
        var inherited = slope * x.Error;
        return new(y, inherited + OfFunction(Math.Abs(y) + inherited));
    }

    /// <inheritdoc/>
    public static Rounded<TPrecision> Erf(Rounded<TPrecision> x)
    {
        var y = ErrorFunction.Erf(x.Value);
        var slope = Math.Min(ErrorFunction.Slope(0), ErrorFunction.Slope(x.Value) + x.Error); // |erf''| < 1
        var inherited = slope * x.Error;
        return new(
            y,
            inherited + (TPrecision.UnitRoundoff < Binary32.UnitRoundoff
                ? OfFunction(Math.Abs(y) + inherited)
                : FastErf + OfFunction(1)));
    }

    /// <inheritdoc/>
    public static Rounded<TPrecision> Sqrt(Rounded<TPrecision> x)
    {
        var y = Math.Sqrt(x.Value);
        var inherited = x.Error == 0 ? 0 : Math.Min(Math.Sqrt(x.Error), x.Error / y);
        return new(y, inherited + Rounding(y + inherited, roundings: 2)); // some processors round a root twice
    }

    /// <inheritdoc/>
    public static Rounded<TPrecision> Max(Rounded<TPrecision> x, Rounded<TPrecision> y)
    {
        var (larger, smaller) = x >= y || double.IsNaN(x.Value) ? (x, y) : (y, x);
        return larger.Value - smaller.Value > larger.Error + smaller.Error
            ? larger
            : new(larger.Value, Math.Max(larger.Error, smaller.Error));
    }

    /// <inheritdoc/>
    public static Rounded<TPrecision> ExpAtMostOne(Rounded<TPrecision> x)
    {
        var power = Exp(x);
        var furthest = Math.Max(power.Value, 1 - power.Value) + OfFunction(1);
        return furthest < power.Error ? new(power.Value, furthest) : power;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// It grows with the part and falls with the other terms, so that its extremes are where the one is largest and the others
    /// are smallest, and the other way about.
    /// </remarks>
    public static Rounded<TPrecision> Share(Rounded<TPrecision> part, Rounded<TPrecision> whole)
    {
        var quotient = part / whole;
        if (!double.IsFinite(whole.Value) || double.IsNaN(quotient.Value))
            return quotient;
        var (others, error) = (
            whole.Value - part.Value,
            double.IsInfinity(whole.Error) ? whole.Error : whole.Error - part.Error + (2 * Binary64.UnitRoundoff * whole.Value));
        var most = ShareOf(part.Value + part.Error, Math.Max(0, others - error));
        var least = ShareOf(Math.Max(0, part.Value - part.Error), others + error);
        var inherited = Math.Max(most - quotient.Value, quotient.Value - least) + (4 * Binary64.UnitRoundoff);
        var bounded = new Rounded<TPrecision>(
            quotient.Value, inherited + Rounding(quotient.Value + inherited, roundings: 2));
        return bounded.Error < quotient.Error ? bounded : quotient;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Each power and their sum are off by a share of themselves, however far the exponents are, and the logarithm of 1 - s by
    /// less than s (1 + s) for s below a half.
    /// Source for the algorithm and its errors: Blanchard, Higham, Higham, "Accurately computing the log-sum-exp and softmax
    /// functions", IMA Journal of Numerical Analysis 41, 2021.
    /// </remarks>
    public static Rounded<TPrecision> LogSumExp(ReadOnlySpan<Rounded<TPrecision>> x)
    {
        var (sum, furthest) = (default(Rounded<TPrecision>), 0.0);
        foreach (var exponent in x)
        {
            sum += ExpAtMostOne(exponent);
            furthest = Math.Max(furthest, exponent.Error);
        }

        var logarithm = Log(sum);
        var share = (FunctionUlps * 2 * Unit) + Gamma(x.Length) + (x.Length * TPrecision.SmallestNormal); // of 1 at least
        var inherited = furthest + (share * (1 + share));
        var bounded = new Rounded<TPrecision>(
            logarithm.Value, inherited + OfFunction(Math.Abs(logarithm.Value) + inherited));
        return share < 0.5 && bounded.Error < logarithm.Error ? bounded : logarithm;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rounded<TPrecision> operator +(Rounded<TPrecision> x, Rounded<TPrecision> y) =>
        new(x.Value + y.Value, x._magnitude + y._magnitude, x._inherited + y._inherited, x._terms + y._terms);

    /// <inheritdoc/>
    public static Rounded<TPrecision> operator -(Rounded<TPrecision> x, Rounded<TPrecision> y) => x + -y;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rounded<TPrecision> operator *(Rounded<TPrecision> x, Rounded<TPrecision> y)
    {
        var product = x.Value * y.Value;
        var (errorX, errorY) = (x.Error, y.Error);
        if ((x.Value == 0 && errorX == 0) || (y.Value == 0 && errorY == 0))
            return new(product, error: 0);
        var inherited = errorX == 0 && errorY == 0
            ? 0
            : (Math.Abs(x.Value) * errorY) + (Math.Abs(y.Value) * errorX) + (errorX * errorY);
        return new(product, inherited + Rounding(Math.Abs(product) + inherited, roundings: 1));
    }

    /// <inheritdoc/>
    public static Rounded<TPrecision> operator /(Rounded<TPrecision> x, Rounded<TPrecision> y)
    {
        var quotient = x.Value / y.Value;
        var (errorX, errorY) = (x.Error, y.Error);
        if (x.Value == 0 && errorX == 0)
            return new(quotient, error: 0);
        if (double.IsInfinity(y.Value) && double.IsFinite(x.Value)) // what has overflowed here has there, or is nearly so large
            return new(quotient, TPrecision.SmallestNormal);
        var inherited = errorY < Math.Abs(y.Value)
            ? (errorX + (Math.Abs(quotient) * errorY)) / (Math.Abs(y.Value) - errorY)
            : double.PositiveInfinity;
        if (Math.Abs(y.Value) + errorY > Largest) // infinite in the format, and the quotient 0
            inherited = Math.Max(inherited, Math.Abs(quotient));
        return new(quotient, inherited + Rounding(Math.Abs(quotient) + inherited, roundings: 2));
    }

    /// <inheritdoc/>
    public static Rounded<TPrecision> operator -(Rounded<TPrecision> x) => new(-x.Value, x._magnitude, x._inherited, x._terms);

    /// <inheritdoc/>
    public static bool operator <(Rounded<TPrecision> x, Rounded<TPrecision> y) => x.Value < y.Value;

    /// <inheritdoc/>
    public static bool operator >(Rounded<TPrecision> x, Rounded<TPrecision> y) => x.Value > y.Value;

    /// <inheritdoc/>
    public static bool operator <=(Rounded<TPrecision> x, Rounded<TPrecision> y) => x.Value <= y.Value;

    /// <inheritdoc/>
    public static bool operator >=(Rounded<TPrecision> x, Rounded<TPrecision> y) => x.Value >= y.Value;

    /// <inheritdoc/>
    public static bool operator ==(Rounded<TPrecision> x, Rounded<TPrecision> y) => x.Value == y.Value;

    /// <inheritdoc/>
    public static bool operator !=(Rounded<TPrecision> x, Rounded<TPrecision> y) => x.Value != y.Value;

    /// <inheritdoc/>
    public bool Equals(Rounded<TPrecision> other) => Value.Equals(other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Rounded<TPrecision> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Value:G17} +- {Error:G3}");

    private static double ShareOf(double part, double others) =>
        part == 0 ? 0 : double.IsInfinity(part) ? 1 : part / (part + others);

    private static double Gamma(int roundings)
    {
        var product = roundings * Unit;
        return product < 1 ? product / (1 - product) : double.PositiveInfinity;
    }

    private static double Rounding(double size, int roundings) =>
        (roundings * Unit * (1 + Unit) * Math.Abs(size)) + TPrecision.SmallestNormal;

    // One unit in the last place is at most 2 u times the number.
    private static double OfFunction(double size) => (FunctionUlps * 2 * Unit * Math.Abs(size)) + TPrecision.SmallestNormal;

    // e^x - 1 without cancellation; for x below 0.01 an upper bound: x + x^2 / 2 + x^3 / 6 + ... < x + 0.51 x^2.
    private static double Expm1(double x) => x * (1 + (x * 0.51));

    // log x - log(x - d), at least; for small shares of x by the series -log(1 - s) = s + s^2 / 2 + s^3 / 3 + ... < s + 0.51 s^2,
    // elsewhere with the roundings of difference and quotient, which log passes on.
    private static double Decline(double x, double d) => d < 0.01 * x
        ? d / x * (1 + (d / x * 0.51))
        : ElementaryFunctions.Log(x / (x - d)) + (4 * Binary64.UnitRoundoff);
}
