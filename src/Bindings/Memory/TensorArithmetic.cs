using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Bindings.Memory;

/// <summary>Sums and products that keep their factors until libtorch has read them.</summary>
/// <remarks>
/// A Scalar of TorchSharp is freed by the collector as soon as its handle has been taken, which may be before libtorch reads
/// it. Where C# makes one in passing, as in x + y (whose factor of y is 1) or 2 * x, a call fails once in some million.
/// </remarks>
public static class TensorArithmetic
{
    /// <summary>x + y.</summary>
    /// <param name="x">Any shape and type.</param>
    /// <param name="y">A shape that can be spread over that of x, or the other way round.</param>
    /// <returns>The sum; it belongs to the current dispose scope.</returns>
    public static Tensor Plus(this Tensor x, Tensor y)
    {
        using Scalar one = 1;
        return x.add(y, one);
    }

    /// <summary>x + y.</summary>
    /// <param name="x">Any shape, a type of real numbers.</param>
    /// <param name="y">Added to each number.</param>
    /// <returns>The sum; it belongs to the current dispose scope.</returns>
    public static Tensor Plus(this Tensor x, double y)
    {
        using Scalar value = y, one = 1;
        return x.add(value, one);
    }

    /// <summary>x + y, in whole numbers where x has them.</summary>
    /// <param name="x">Any shape and type.</param>
    /// <param name="y">Added to each number.</param>
    /// <returns>The sum; it belongs to the current dispose scope.</returns>
    public static Tensor Plus(this Tensor x, long y)
    {
        using Scalar value = y, one = 1;
        return x.add(value, one);
    }

    /// <summary>x y.</summary>
    /// <param name="x">Any shape, a type of real numbers.</param>
    /// <param name="y">The factor of each number.</param>
    /// <returns>The product; it belongs to the current dispose scope.</returns>
    public static Tensor Times(this Tensor x, double y)
    {
        using Scalar value = y;
        return x.mul(value);
    }

    /// <summary>x y, in whole numbers where x has them.</summary>
    /// <param name="x">Any shape and type.</param>
    /// <param name="y">The factor of each number.</param>
    /// <returns>The product; it belongs to the current dispose scope.</returns>
    public static Tensor Times(this Tensor x, long y)
    {
        using Scalar value = y;
        return x.mul(value);
    }
}
