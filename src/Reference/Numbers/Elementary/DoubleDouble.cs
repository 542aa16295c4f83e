namespace TorchBasics.Reference.Numbers.Elementary;

/// <summary>
/// A number as the unevaluated sum of two doubles, the first of them the sum rounded: some 106 bits, by + - * / of IEEE 754
/// alone, without fused multiply-add, so that every processor gives the same bits.
/// </summary>
/// <remarks>
/// With u = 2^-53, sum and difference are off by at most 8 u^2 of |x| + |y|, product and quotient by at most 16 u^2 of
/// themselves, unless something overflows or is lost below the smallest normal number.
/// Source: Dekker, "A floating-point technique for extending the available precision", 1971, sections 4 and 5; Knuth,
/// "The Art of Computer Programming", volume 2, section 4.2.2, theorem B for the sum.
/// </remarks>
/// <param name="High">The number rounded to a double.</param>
/// <param name="Low">What the rounding took away, rounded.</param>
internal readonly record struct DoubleDouble(double High, double Low)
{
    private const double Splitter = (1 << 27) + 1;

    /// <summary>The number itself.</summary>
    public static implicit operator DoubleDouble(double x) => new(x, 0);

    public static DoubleDouble operator +(DoubleDouble x, DoubleDouble y)
    {
        var sum = Sum(x.High, y.High);
        return Ordered(sum.High, sum.Low + (x.Low + y.Low));
    }

    public static DoubleDouble operator -(DoubleDouble x, DoubleDouble y) => x + new DoubleDouble(-y.High, -y.Low);

    public static DoubleDouble operator *(DoubleDouble x, DoubleDouble y)
    {
        var product = Product(x.High, y.High);
        return Ordered(product.High, product.Low + ((x.High * y.Low) + (x.Low * y.High)));
    }

    public static DoubleDouble operator /(DoubleDouble x, DoubleDouble y)
    {
        var quotient = x.High / y.High;
        var rest = x - (quotient * y);
        return Ordered(quotient, rest.High / y.High);
    }

    /// <summary>x + y, exactly.</summary>
    public static DoubleDouble Sum(double x, double y)
    {
        var sum = x + y;
        var ofY = sum - x;
        return new(sum, (x - (sum - ofY)) + (y - ofY));
    }

    /// <summary>large + small, exactly, where |large| >= |small| or large = 0.</summary>
    public static DoubleDouble Ordered(double large, double small)
    {
        var sum = large + small;
        return new(sum, small - (sum - large));
    }

    /// <summary>x y, exactly; both below 2^995 in absolute value.</summary>
    public static DoubleDouble Product(double x, double y)
    {
        var product = x * y;
        var (highX, highY) = (Half(x), Half(y));
        var (lowX, lowY) = (x - highX, y - highY);
        return new(product, (((highX * highY) - product) + (highX * lowY) + (lowX * highY)) + (lowX * lowY));
    }

    // The upper half of the digits, rounded, so that the lower half fits 26 bits, too, with its sign.
    private static double Half(double x)
    {
        var shifted = Splitter * x;
        return shifted - (shifted - x);
    }
}
