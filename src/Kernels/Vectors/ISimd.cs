namespace TorchBasics.Kernels.Vectors;

/// <summary>
/// Arithmetic on one vector register, so that a kernel is written once for every width. Implementations are empty
/// structs: the JIT compiles a kernel anew for each and inlines everything here.
/// </summary>
/// <typeparam name="TVector">The register.</typeparam>
internal interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Floats in a register; divides <see cref="Lanes.Count"/>.</summary>
    static abstract int Count { get; }

    /// <summary>Zeros.</summary>
    static abstract TVector Zero { get; }

    /// <summary>Reads <see cref="Count"/> floats.</summary>
    static abstract unsafe TVector Load(float* source);

    /// <summary>Writes <see cref="Count"/> floats.</summary>
    static abstract unsafe void Store(float* target, TVector value);

    /// <summary>One number everywhere.</summary>
    static abstract TVector All(float value);

    /// <summary>a b + c, rounded once where the machine can, else twice.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a - b.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a b.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a / b.</summary>
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>-a.</summary>
    static abstract TVector Negate(TVector a);

    /// <summary>|a|.</summary>
    static abstract TVector Abs(TVector a);

    /// <summary>The larger number; where one is not a number, that is the result.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>The square root, rounded once.</summary>
    static abstract TVector Sqrt(TVector a);

    /// <summary>e^a.</summary>
    static abstract TVector Exp(TVector a);

    /// <summary>The natural logarithm.</summary>
    static abstract TVector Log(TVector a);

    /// <summary>All bits set where a &gt; b; not where one is not a number.</summary>
    static abstract TVector Greater(TVector a, TVector b);

    /// <summary>All bits set where a = b; not where one is not a number.</summary>
    static abstract TVector Equal(TVector a, TVector b);

    /// <summary>a where a &gt; b, else b: also where they are equal or one is not a number.</summary>
    static abstract TVector Larger(TVector a, TVector b);

    /// <summary>Whether none of them is not a number.</summary>
    static abstract bool AreNumbers(TVector a);

    /// <summary>a where the mask is set, b elsewhere.</summary>
    static abstract TVector Select(TVector mask, TVector a, TVector b);

    /// <summary>The sum over the register, in an order that depends on the width alone.</summary>
    static abstract float Sum(TVector a);
}
