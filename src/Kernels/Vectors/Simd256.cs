using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchBasics.Kernels.Vectors;

/// <summary>Registers of 256 bits: 8 floats.</summary>
internal readonly struct Simd256 : ISimd<Vector256<float>>
{
    /// <inheritdoc/>
    public static int Count => Vector256<float>.Count;

    /// <inheritdoc/>
    public static Vector256<float> Zero => Vector256<float>.Zero;

    /// <inheritdoc/>
    public static unsafe Vector256<float> Load(float* source) => Vector256.Load(source);

    /// <inheritdoc/>
    public static unsafe void Store(float* target, Vector256<float> value) => value.Store(target);

    /// <inheritdoc/>
    public static Vector256<float> All(float value) => Vector256.Create(value);

    /// <inheritdoc/>
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.MultiplyAddEstimate(a, b, c);

    /// <inheritdoc/>
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    /// <inheritdoc/>
    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => a - b;

    /// <inheritdoc/>
    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;

    /// <inheritdoc/>
    public static Vector256<float> Divide(Vector256<float> a, Vector256<float> b) => a / b;

    /// <inheritdoc/>
    public static Vector256<float> Negate(Vector256<float> a) => -a;

    /// <inheritdoc/>
    public static Vector256<float> Abs(Vector256<float> a) => Vector256.Abs(a);

    // The machine's maximum may return the second where one is not a number: then one of the two orders does.
    /// <inheritdoc/>
    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) =>
        Vector256.MaxNative(a, b) | Vector256.MaxNative(b, a);

    /// <inheritdoc/>
    public static Vector256<float> Sqrt(Vector256<float> a) => Vector256.Sqrt(a);

    /// <inheritdoc/>
    public static Vector256<float> Exp(Vector256<float> a) => Vector256.Exp(a);

    /// <inheritdoc/>
    public static Vector256<float> Log(Vector256<float> a) => Vector256.Log(a);

    /// <inheritdoc/>
    public static Vector256<float> Greater(Vector256<float> a, Vector256<float> b) => Vector256.GreaterThan(a, b);

    /// <inheritdoc/>
    public static Vector256<float> Equal(Vector256<float> a, Vector256<float> b) => Vector256.Equals(a, b);

    // What the machine's maximum does where the two are equal or one is not a number.
    /// <inheritdoc/>
    public static Vector256<float> Larger(Vector256<float> a, Vector256<float> b) =>
        Avx.IsSupported ? Avx.Max(a, b) : Vector256.ConditionalSelect(Vector256.GreaterThan(a, b), a, b);

    /// <inheritdoc/>
    public static bool AreNumbers(Vector256<float> a) => Vector256.EqualsAll(a, a);

    /// <inheritdoc/>
    public static Vector256<float> Select(Vector256<float> mask, Vector256<float> a, Vector256<float> b) =>
        Vector256.ConditionalSelect(mask, a, b);

    /// <inheritdoc/>
    public static float Sum(Vector256<float> a) => Vector256.Sum(a);
}
