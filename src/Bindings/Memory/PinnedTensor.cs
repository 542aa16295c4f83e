using TorchBasics.Bindings.Runtime;
using static TorchSharp.torch;

namespace TorchBasics.Bindings.Memory;

/// <summary>
/// A tensor over a managed array: both are the same memory. The array stays pinned until the tensor and every view
/// of it are disposed; TorchSharp ties the pin to the tensor's native storage.
/// </summary>
/// <typeparam name="T">bool, byte, sbyte, short, int, long, Half, float or double.</typeparam>
public sealed class PinnedTensor<T> : IDisposable
    where T : unmanaged
{
    private readonly T[] _values;
    private int _disposed;

    /// <summary>Pins an array and lays a tensor over it. The tensor is owned by this object, not by a dispose scope.</summary>
    /// <param name="values">The numbers, row by row; later changes are seen by the tensor.</param>
    /// <param name="sizes">Size along each axis; their product is the number of values.</param>
    /// <exception cref="ArgumentException">The sizes do not fit the number of values.</exception>
    /// <exception cref="NotSupportedException">No tensor holds elements of this type.</exception>
    public PinnedTensor(T[] values, params ReadOnlySpan<long> sizes)
    {
        CheckSizes(values.Length, sizes);
        var type = ElementTypes.Of<T>();
        NativeRuntime.Ensure(null);
        _values = values;
        using var row = from_array(values, type, CPU);
        Tensor = row.view(sizes.ToArray()).DetachFromDisposeScope();
    }

    /// <summary>The tensor, on the CPU.</summary>
    public Tensor Tensor { get; }

    /// <summary>The array, as memory shared with the tensor.</summary>
    public Memory<T> Values => _values;

    /// <summary>Disposes the tensor. The array may move again when no view is left.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            Tensor.Dispose();
    }

    private static void CheckSizes(int count, ReadOnlySpan<long> sizes)
    {
        var product = 1L;
        foreach (var size in sizes)
            product = size < 0 ? -1 : checked(product * size);
        if (product != count)
            throw new ArgumentException(
                $"{count} values do not fill a tensor of sizes [{string.Join(", ", sizes.ToArray())}].", nameof(sizes));
    }
}
