using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchBasics.Kernels.Vectors;

/// <summary>Registers of 512 bits: 16 floats.</summary>
internal readonly struct Simd512 : ISimd<Vector512<float>>
{
    /// <inheritdoc/>
    public static int Count => Vector512<float>.Count;

    /// <inheritdoc/>
    public static Vector512<float> Zero => Vector512<float>.Zero;

    /// <inheritdoc/>
    public static unsafe Vector512<float> Load(float* source) => Vector512.Load(source);

    /// <inheritdoc/>
    public static unsafe void Store(float* target, Vector512<float> value) => value.Store(target);

    /// <inheritdoc/>
    public static Vector512<float> All(float value) => Vector512.Create(value);

    /// <inheritdoc/>
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.MultiplyAddEstimate(a, b, c);

    /// <inheritdoc/>
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    /// <inheritdoc/>
    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => a - b;

    /// <inheritdoc/>
    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;

    /// <inheritdoc/>
    public static Vector512<float> Divide(Vector512<float> a, Vector512<float> b) => a / b;

    /// <inheritdoc/>
    public static Vector512<float> Negate(Vector512<float> a) => -a;

    /// <inheritdoc/>
    public static Vector512<float> Abs(Vector512<float> a) => Vector512.Abs(a);

    // The machine's maximum may return the second where one is not a number: then one of the two orders does.
    /// <inheritdoc/>
    public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) =>
        Vector512.MaxNative(a, b) | Vector512.MaxNative(b, a);

    /// <inheritdoc/>
    public static Vector512<float> Sqrt(Vector512<float> a) => Vector512.Sqrt(a);

    /// <inheritdoc/>
    public static Vector512<float> Exp(Vector512<float> a) => Vector512.Exp(a);

    /// <inheritdoc/>
    public static Vector512<float> Log(Vector512<float> a) => Vector512.Log(a);

    /// <inheritdoc/>
    public static Vector512<float> Greater(Vector512<float> a, Vector512<float> b) => Vector512.GreaterThan(a, b);

    /// <inheritdoc/>
    public static Vector512<float> Equal(Vector512<float> a, Vector512<float> b) => Vector512.Equals(a, b);

    // What the machine's maximum does where the two are equal or one is not a number.
    /// <inheritdoc/>
    public static Vector512<float> Larger(Vector512<float> a, Vector512<float> b) =>
        Avx512F.IsSupported ? Avx512F.Max(a, b) : Vector512.ConditionalSelect(Vector512.GreaterThan(a, b), a, b);

    /// <inheritdoc/>
    public static bool AreNumbers(Vector512<float> a) => Vector512.EqualsAll(a, a);

    /// <inheritdoc/>
    public static Vector512<float> Select(Vector512<float> mask, Vector512<float> a, Vector512<float> b) =>
        Vector512.ConditionalSelect(mask, a, b);

    /// <inheritdoc/>
    public static float Sum(Vector512<float> a) => Vector512.Sum(a);
}
