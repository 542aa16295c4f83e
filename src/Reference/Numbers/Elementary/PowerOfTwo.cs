namespace TorchBasics.Reference.Numbers.Elementary;

/// <summary>Multiplication by powers of two.</summary>
internal static class PowerOfTwo
{
    private const int Bias = 1023;
    private const int FractionBits = 52;

    /// <summary>x 2^exponent, rounded once, for |exponent| up to 2,000.</summary>
    public static double Scale(double x, int exponent)
    {
        if (exponent is > -Bias and <= Bias)
            return x * Of(exponent);
        var half = exponent / 2;
        return x * Of(half) * Of(exponent - half); // the first product is exact, where x is of the size of 1
    }

    // 2^exponent, put together from its bits.
    private static double Of(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + Bias) << FractionBits);
}
