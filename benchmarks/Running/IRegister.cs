using System.Runtime.Intrinsics;

namespace TorchBasics.Benchmarks.Running;

/// <summary>What a loop of multiply-adds needs of a register.</summary>
/// <typeparam name="V">The register.</typeparam>
internal interface IRegister<V>
    where V : struct
{
    /// <summary>Numbers in a register.</summary>
    static abstract int Count { get; }

    /// <summary>A register full of one number.</summary>
    static abstract V All(float value);

    /// <summary>a b + c.</summary>
    static abstract V MultiplyAdd(V a, V b, V c);

    /// <summary>The sum of all numbers.</summary>
    static abstract float Sum(V a);
}

/// <summary>512 bits.</summary>
internal readonly struct Register512 : IRegister<Vector512<float>>
{
    public static int Count => Vector512<float>.Count;

    public static Vector512<float> All(float value) => Vector512.Create(value);

    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.MultiplyAddEstimate(a, b, c);

    public static float Sum(Vector512<float> a) => Vector512.Sum(a);
}

/// <summary>256 bits.</summary>
internal readonly struct Register256 : IRegister<Vector256<float>>
{
    public static int Count => Vector256<float>.Count;

    public static Vector256<float> All(float value) => Vector256.Create(value);

    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.MultiplyAddEstimate(a, b, c);

    public static float Sum(Vector256<float> a) => Vector256.Sum(a);
}
