using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;
using static TorchSharp.torch;

namespace TorchBasics.Bindings.Memory;

/// <summary>Copies between tensors and named arrays, bytes as they are.</summary>
public static class TensorArrays
{
    /// <summary>Copies a tensor, from whatever device and in row order.</summary>
    /// <param name="tensor">The tensor; it is not changed.</param>
    /// <param name="name">Full name of the array.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    /// <exception cref="NotSupportedException">A named array cannot hold its type.</exception>
    /// <exception cref="InvalidOperationException">The tensor is sparse, or has 2 GiB or more.</exception>
    public static NamedArray ToNamedArray(this Tensor tensor, string name)
    {
        ObjectDisposedException.ThrowIf(tensor.IsInvalid, tensor);
        var type = tensor.dtype.ToElementType();
        using var scope = NewDisposeScope();
        var row = tensor.is_sparse ? tensor : tensor.detach().cpu().resolve_neg().contiguous();
        TensorSpans.Check(row, tensor.dtype);
        return new NamedArray(name, type, tensor.shape, TensorSpans.BytesOf(row).ToArray());
    }

    /// <summary>Copies a named array.</summary>
    /// <param name="array">The array.</param>
    /// <param name="device">Where the tensor is to live; null for the CPU.</param>
    /// <returns>A tensor without gradient, registered with the current dispose scope.</returns>
    /// <exception cref="NotSupportedException">A tensor cannot hold the array's type.</exception>
    public static Tensor ToTensor(this NamedArray array, Device? device = null)
    {
        var type = array.Type.ToScalarType();
        NativeRuntime.Ensure(null);
        using var scope = NewDisposeScope();
        var tensor = empty([.. array.Sizes], type, CPU);
        array.Bytes.Span.CopyTo(TensorSpans.BytesOf(tensor));
        return (device is null ? tensor : tensor.to(device)).MoveToOuterDisposeScope();
    }
}
