namespace TorchBasics.Kernels.Vectors;

/// <summary>
/// A function of single numbers, on a whole register. Implementations are structs, so that the JIT inlines them.
/// </summary>
/// <typeparam name="V">The register.</typeparam>
internal interface ILaneFunction<V>
    where V : struct
{
    /// <summary>Whether <see cref="Gradient"/> gives the same where the result stands for x.</summary>
    static abstract bool FollowsSums { get; }

    /// <summary>f(x).</summary>
    V Value(V x);

    /// <summary>f'(x) gradY.</summary>
    /// <param name="x">Where the derivative is taken.</param>
    /// <param name="y">f(x).</param>
    /// <param name="gradY">Gradient of the result.</param>
    V Gradient(V x, V y, V gradY);
}
