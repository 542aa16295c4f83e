using TorchBasics.Core.Layers;

namespace TorchBasics.Bindings.Kernels;

/// <content>Activations.</content>
internal sealed unsafe partial class LaneKernels<S, V>
{
    /// <inheritdoc/>
    public override void Apply(Squash squash, int count, float* x, float* y)
    {
        for (var i = 0; i < count; i += S.Count)
            S.Store(y + i, Apply(squash, S.Load(x + i)));
    }

    /// <inheritdoc/>
    public override void ApplyBack(Squash squash, int count, float* y, float* gradY, float* gradX)
    {
        for (var i = 0; i < count; i += S.Count)
            S.Store(gradX + i, ApplyBack(squash, S.Load(y + i), S.Load(gradY + i)));
    }

    private static V Apply(Squash squash, V x) => squash switch
    {
        Squash.None => x,
        Squash.Relu => S.Select(S.Greater(S.Zero, x), S.Zero, x), // keeps what is not a number
        Squash.Tanh => Tanh(x),
        Squash.Sigmoid => S.Divide(S.All(1), S.Add(S.All(1), S.Exp(S.Negate(x)))),
        Squash.ScaledTanh => S.Multiply(S.All((float)ScaledTanh.Amplitude), Tanh(S.Multiply(S.All((float)ScaledTanh.Slope), x))),
        _ => S.Select(S.Greater(x, S.Zero), S.All(1), S.Zero),
    };

    private static V ApplyBack(Squash squash, V y, V gradY)
    {
        var one = S.All(1);
        switch (squash)
        {
            case Squash.None:
                return gradY;
            case Squash.Relu:
                return S.Select(S.Greater(y, S.Zero), gradY, S.Zero);
            case Squash.Tanh:
                return S.Multiply(gradY, S.Subtract(one, S.Multiply(y, y)));
            case Squash.Sigmoid:
                return S.Multiply(S.Multiply(gradY, y), S.Subtract(one, y));
            case Squash.ScaledTanh:
                var tanh = S.Divide(y, S.All((float)ScaledTanh.Amplitude));
                var slope = S.Multiply(S.All((float)(ScaledTanh.Amplitude * ScaledTanh.Slope)), S.Subtract(one, S.Multiply(tanh, tanh)));
                return S.Multiply(gradY, slope);
            default:
                return S.Zero;
        }
    }

    // Small arguments by a polynomial (Moshier, Cephes library, tanhf.c: |x| < 0.625), others through e^2x, where nothing
    // cancels any more. Beyond 10 the result is 1 to the last bit.
    private static V Tanh(V x)
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

    /// <summary>Set where a value takes the place of the largest so far.</summary>
    private static V Beats(V value, V largest) => S.Or(S.Greater(value, largest), NotEqual(value, value));

    private static V NotEqual(V a, V b) => S.Select(S.Equal(a, b), S.Zero, S.AllBits);
}
