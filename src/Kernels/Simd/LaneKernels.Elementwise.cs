using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Activations;

namespace TorchBasics.Kernels.Simd;

/// <content>Number by number.</content>
internal sealed unsafe partial class LaneKernels<S, V>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(int count, float* x, float* sum)
    {
        var i = 0;
        for (; i <= count - S.Count; i += S.Count)
            S.Store(sum + i, S.Add(S.Load(sum + i), S.Load(x + i)));
        for (; i < count; i++)
            sum[i] += x[i];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Multiply(int count, float* a, float* b, float* y)
    {
        for (var i = 0; i < count; i += S.Count)
            S.Store(y + i, S.Multiply(S.Load(a + i), S.Load(b + i)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Scale(int count, float* x, float scale, float shift, float* y)
    {
        var (factor, offset) = (S.All(scale), S.All(shift));
        for (var i = 0; i < count; i += S.Count)
            S.Store(y + i, S.MultiplyAdd(S.Load(x + i), factor, offset));
    }

    // gradX = f'(x) gradY from the results alone, behind sums that nobody kept.
    private static void ActivateBackward(ActivationKernel? activation, int count, float* y, float* gradY, float* gradX)
    {
        if (activation is not null)
            activation.Backward(count, y, y, gradY, gradX);
        else if (gradX != gradY)
            Copy(count, gradY, gradX);
    }

    // Keeps what is not a number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Relu(V x) => S.Larger(S.Zero, x);

    // The larger of two, the one so far if they are equal; what is not a number wins over all, as in libtorch.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Larger(V value, V largest) =>
        S.Select(S.Equal(value, value), S.Select(S.Greater(value, largest), value, largest), value);

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
