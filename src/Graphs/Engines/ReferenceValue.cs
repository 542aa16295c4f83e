using TorchBasics.Core;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Graphs.Engines;

/// <summary>An array of the reference engine; each element type has its own kind of number.</summary>
internal abstract record ReferenceValue(ElementType Type)
{
    /// <summary>Size along each axis.</summary>
    public abstract int[] Sizes { get; }
}

/// <summary>An array of the reference engine.</summary>
/// <typeparam name="T">The number behind the element type.</typeparam>
internal sealed record ReferenceValue<T>(ElementType Type, Tensor<T> Tensor) : ReferenceValue(Type)
    where T : struct, IReal<T>
{
    /// <inheritdoc/>
    public override int[] Sizes => Tensor.Sizes.ToArray();
}
