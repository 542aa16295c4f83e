using System.Runtime.CompilerServices;

namespace TorchBasics.Kernels.Vectors;

/// <summary>Functions that registers do not have of their own.</summary>
/// <typeparam name="S">The arithmetic.</typeparam>
/// <typeparam name="V">The register.</typeparam>
internal static class LaneMath<S, V>
    where S : struct, ISimd<V>
    where V : struct
{
    /// <summary>tanh x.</summary>
    /// <remarks>
    /// Small arguments by a polynomial (Moshier, Cephes library, tanhf.c: |x| &lt; 0.625), others through e^2x, where nothing
    /// cancels any more. Beyond 10 the result is 1 to the last bit.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh(V x)
    {
        var square = S.Multiply(x, x);
        var series = S.MultiplyAdd(S.All(-5.70498872745e-3f), square, S.All(2.06390887954e-2f));
        series = S.MultiplyAdd(series, square, S.All(-5.37397155531e-2f));
        series = S.MultiplyAdd(series, square, S.All(1.33314422036e-1f));
        series = S.MultiplyAdd(series, square, S.All(-3.33332819422e-1f));
        var small = S.MultiplyAdd(S.Multiply(series, square), x, x);

        var size = S.Abs(x);
        var bounded = S.Select(S.Greater(size, S.All(10)), S.All(10), size);
        var power = S.Exp(S.Add(bounded, bounded));
        var large = S.Subtract(S.All(1), S.Divide(S.All(2), S.Add(power, S.All(1))));
        var signed = S.Select(S.Greater(S.Zero, x), S.Negate(large), large);
        return S.Select(S.Greater(S.All(0.625f), size), small, signed);
    }

    /// <summary>e^x - 1 for x up to 0, without cancellation: 2 t / (1 - t) with t = tanh(x / 2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Expm1(V x)
    {
        var tanh = Tanh(S.Multiply(S.All(0.5f), x));
        return S.Divide(S.Add(tanh, tanh), S.Subtract(S.All(1), tanh));
    }

    /// <summary>The error function, 2 / sqrt(pi) times the integral of e^-t^2 from 0 to x.</summary>
    /// <remarks>
    /// Below 1, x times a polynomial in x^2; above, 1 - e^p(x), where p interpolates log(1 - erf x) from 0.95 to 4.2. Both
    /// interpolate at Chebyshev points and are off by less than 1e-9; beyond 4.2 the result is 1 to the last bit. With the
    /// rounding of singles, u = 2^-24, the result is off by less than 2.7e-7. The worst place is just below 1, on a machine
    /// that does not fuse products with sums: there Horner's scheme has sums of 0.84, 0.29, 0.09, ... and products of 0.29,
    /// 0.09, ..., together 1.65 u; the coefficients as singles add at most 1.65 u, x^2 adds 0.21 u and the last product 0.84 u.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf(V x)
    {
        var square = S.Multiply(x, x);
        var series = S.MultiplyAdd(S.All(-9.667044294739274e-06f), square, S.All(1.1265958924531086e-4f));
        series = S.MultiplyAdd(series, square, S.All(-8.484080390904634e-4f));
        series = S.MultiplyAdd(series, square, S.All(5.221031806797378e-3f));
        series = S.MultiplyAdd(series, square, S.All(-2.6865430727272425e-2f));
        series = S.MultiplyAdd(series, square, S.All(1.1283782495229802e-1f));
        series = S.MultiplyAdd(series, square, S.All(-3.761263846802829e-1f));
        series = S.MultiplyAdd(series, square, S.All(1.1283791670615435f));
        var small = S.Multiply(series, x);

        var size = S.Abs(x);
        var bounded = S.Select(S.Greater(size, S.All(4.2f)), S.All(4.2f), size);
        var exponent = S.MultiplyAdd(S.All(1.5564257274183655e-6f), bounded, S.All(-4.45039083252506e-5f));
        exponent = S.MultiplyAdd(exponent, bounded, S.All(5.840862080781263e-4f));
        exponent = S.MultiplyAdd(exponent, bounded, S.All(-4.701915262691868e-3f));
        exponent = S.MultiplyAdd(exponent, bounded, S.All(2.626291902071533e-2f));
        exponent = S.MultiplyAdd(exponent, bounded, S.All(-1.0981174028180216e-1f));
        exponent = S.MultiplyAdd(exponent, bounded, S.All(-6.321005235604655e-1f));
        exponent = S.MultiplyAdd(exponent, bounded, S.All(-1.1300787358769966f));
        exponent = S.MultiplyAdd(exponent, bounded, S.All(2.8334837432251125e-4f));
        var large = S.Subtract(S.All(1), S.Exp(exponent));
        var signed = S.Select(S.Greater(S.Zero, x), S.Negate(large), large);
        return S.Select(S.Greater(S.All(1), size), small, signed);
    }
}
