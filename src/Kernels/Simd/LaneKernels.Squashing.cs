using System.Runtime.CompilerServices;
using TorchBasics.Core.Layers;

namespace TorchBasics.Kernels.Simd;

/// <content>Number by number: activations and plain arithmetic.</content>
internal sealed unsafe partial class LaneKernels<S, V>
{
    /// <inheritdoc/>
    public override void Add(int count, float* x, float* sum)
    {
        var i = 0;
        for (; i <= count - S.Count; i += S.Count)
            S.Store(sum + i, S.Add(S.Load(sum + i), S.Load(x + i)));
        for (; i < count; i++)
            sum[i] += x[i];
    }

    /// <inheritdoc/>
    public override void Multiply(int count, float* a, float* b, float* y)
    {
        for (var i = 0; i < count; i += S.Count)
            S.Store(y + i, S.Multiply(S.Load(a + i), S.Load(b + i)));
    }

    /// <inheritdoc/>
    public override void Apply(Squash squash, int count, float* x, float* y)
    {
        if (squash == Squash.None)
            Copy(count, x, y);
        else
            Squeeze(squash, count, x, y);
    }

    /// <inheritdoc/>
    public override void ApplyBack(Squash squash, int count, float* y, float* gradY, float* gradX)
    {
        var one = S.All(1);
        switch (squash)
        {
            case Squash.None:
                if (gradX != gradY)
                    Copy(count, gradY, gradX);
                break;
            case Squash.Relu:
                for (var i = 0; i < count; i += S.Count)
                    S.Store(gradX + i, S.Select(S.Greater(S.Load(y + i), S.Zero), S.Load(gradY + i), S.Zero));
                break;
            case Squash.Tanh:
                for (var i = 0; i < count; i += S.Count)
                    S.Store(gradX + i, S.Multiply(S.Load(gradY + i), S.Subtract(one, Square(S.Load(y + i)))));
                break;
            case Squash.Sigmoid:
                for (var i = 0; i < count; i += S.Count)
                    S.Store(gradX + i, S.Multiply(S.Multiply(S.Load(gradY + i), S.Load(y + i)), S.Subtract(one, S.Load(y + i))));
                break;
            case Squash.ScaledTanh:
                var (amplitude, slope) = (S.All((float)ScaledTanh.Amplitude), S.All((float)(ScaledTanh.Amplitude * ScaledTanh.Slope)));
                for (var i = 0; i < count; i += S.Count)
                    S.Store(gradX + i, S.Multiply(S.Load(gradY + i), S.Multiply(slope, S.Subtract(one, Square(S.Divide(S.Load(y + i), amplitude))))));
                break;
            default:
                new Span<float>(gradX, count).Clear();
                break;
        }
    }

    /// <summary>y = f(x), number by number, for an f that is not the identity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // else a network that comes first would decide which branches are cold
    internal static void Squeeze(Squash squash, int count, float* x, float* y)
    {
        switch (squash)
        {
            case Squash.Relu:
                for (var i = 0; i < count; i += S.Count)
                    S.Store(y + i, Relu(S.Load(x + i)));
                break;
            case Squash.Tanh:
                for (var i = 0; i < count; i += S.Count)
                    S.Store(y + i, Tanh(S.Load(x + i)));
                break;
            case Squash.Sigmoid:
                for (var i = 0; i < count; i += S.Count)
                    S.Store(y + i, S.Divide(S.All(1), S.Add(S.All(1), S.Exp(S.Negate(S.Load(x + i))))));
                break;
            case Squash.ScaledTanh:
                var (amplitude, slope) = (S.All((float)ScaledTanh.Amplitude), S.All((float)ScaledTanh.Slope));
                for (var i = 0; i < count; i += S.Count)
                    S.Store(y + i, S.Multiply(amplitude, Tanh(S.Multiply(slope, S.Load(x + i)))));
                break;
            default:
                for (var i = 0; i < count; i += S.Count)
                    S.Store(y + i, S.Select(S.Greater(S.Load(x + i), S.Zero), S.All(1), S.Zero));
                break;
        }
    }

    // Keeps what is not a number.
    internal static V Relu(V x) => S.Select(S.Greater(S.Zero, x), S.Zero, x);

    private static V Square(V x) => S.Multiply(x, x);

    // Small arguments by a polynomial (Moshier, Cephes library, tanhf.c: |x| < 0.625), others through e^2x, where nothing
    // cancels any more. Beyond 10 the result is 1 to the last bit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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

    // The larger of two, the one so far if they are equal; what is not a number wins over all, as in libtorch.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Larger(V value, V largest) => S.Select(S.Equal(value, value), S.Select(S.Greater(value, largest), value, largest), value);

    // The same with the number of the winner.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Contend(V value, int number, ref V largest, ref V index)
    {
        var (wins, isNumber) = (S.Greater(value, largest), S.Equal(value, value));
        var candidate = S.All(number);
        largest = S.Select(isNumber, S.Select(wins, value, largest), value);
        index = S.Select(isNumber, S.Select(wins, candidate, index), candidate);
    }
}
