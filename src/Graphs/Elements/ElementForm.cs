using TorchBasics.Core;
using TorchBasics.Graphs.Operators;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Graphs.Elements;

/// <summary>How numbers of the reference stand for the elements of a type.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <param name="type">The type.</param>
internal abstract class ElementForm<T>(ElementType type)
    where T : struct, IReal<T>
{
    /// <summary>The type.</summary>
    public ElementType Type => type;

    /// <summary>Takes the elements of an array over, converted where it is of another type.</summary>
    public abstract T[] Take(ComputedArray array);

    /// <summary>Gives the elements of a tensor.</summary>
    public abstract ComputedArray Read(Tensor<T> x);

    /// <summary>
    /// The same numbers, made for being multiplied many times: what follows from how each came about is worked out once.
    /// </summary>
    public virtual Tensor<T> AsFactors(Tensor<T> x) => x;

    /// <summary>A number with the larger error of two.</summary>
    public virtual T Wider(T value, T other) => value;
}
