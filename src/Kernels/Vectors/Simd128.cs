using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchBasics.Kernels.Vectors;

/// <summary>Registers of 128 bits: 4 floats.</summary>
internal readonly struct Simd128 : ISimd<Vector128<float>>
{
    /// <inheritdoc/>
    public static int Count => Vector128<float>.Count;

    /// <inheritdoc/>
    public static Vector128<float> Zero => Vector128<float>.Zero;

    /// <inheritdoc/>
    public static unsafe Vector128<float> Load(float* source) => Vector128.Load(source);

    /// <inheritdoc/>
    public static unsafe void Store(float* target, Vector128<float> value) => value.Store(target);

    /// <inheritdoc/>
    public static Vector128<float> All(float value) => Vector128.Create(value);

    /// <inheritdoc/>
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Vector128.MultiplyAddEstimate(a, b, c);

    /// <inheritdoc/>
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    /// <inheritdoc/>
    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    /// <inheritdoc/>
    public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;

    /// <inheritdoc/>
    public static Vector128<float> Divide(Vector128<float> a, Vector128<float> b) => a / b;

    /// <inheritdoc/>
    public static Vector128<float> Negate(Vector128<float> a) => -a;

    /// <inheritdoc/>
    public static Vector128<float> Abs(Vector128<float> a) => Vector128.Abs(a);

    // The machine's maximum may return the second where one is not a number: then one of the two orders does.
    /// <inheritdoc/>
    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) =>
        Vector128.MaxNative(a, b) | Vector128.MaxNative(b, a);

    /// <inheritdoc/>
    public static Vector128<float> Sqrt(Vector128<float> a) => Vector128.Sqrt(a);

    /// <inheritdoc/>
    public static Vector128<float> Exp(Vector128<float> a) => Vector128.Exp(a);

    /// <inheritdoc/>
    public static Vector128<float> Log(Vector128<float> a) => Vector128.Log(a);

    /// <inheritdoc/>
    public static Vector128<float> Greater(Vector128<float> a, Vector128<float> b) => Vector128.GreaterThan(a, b);

    /// <inheritdoc/>
    public static Vector128<float> Equal(Vector128<float> a, Vector128<float> b) => Vector128.Equals(a, b);

    // What the machine's maximum does where the two are equal or one is not a number.
    /// <inheritdoc/>
    public static Vector128<float> Larger(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.Max(a, b) : Vector128.ConditionalSelect(Vector128.GreaterThan(a, b), a, b);

    /// <inheritdoc/>
    public static bool AreNumbers(Vector128<float> a) => Vector128.EqualsAll(a, a);

    /// <inheritdoc/>
    public static Vector128<float> Select(Vector128<float> mask, Vector128<float> a, Vector128<float> b) =>
        Vector128.ConditionalSelect(mask, a, b);

    /// <inheritdoc/>
    public static float Sum(Vector128<float> a) => Vector128.Sum(a);
}
