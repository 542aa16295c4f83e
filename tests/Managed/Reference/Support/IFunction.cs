using TorchBasics.Reference.Numbers;

namespace TorchBasics.Tests.Managed.Reference.Support;

/// <summary>A piece of textbook code with a hand-written gradient, for any number.</summary>
internal interface IFunction
{
    /// <summary>The value.</summary>
    Tensor<T> Forward<T>(IReadOnlyList<Tensor<T>> inputs)
        where T : struct, IReal<T>;

    /// <summary>The gradient with respect to each input, in order; those behind the last are constants.</summary>
    IReadOnlyList<Tensor<T>> Backward<T>(IReadOnlyList<Tensor<T>> inputs, Tensor<T> gradY)
        where T : struct, IReal<T>;
}
