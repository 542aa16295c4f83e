using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Bindings.Memory;

/// <summary>The numbers of a tensor as .NET memory, without a copy.</summary>
/// <remarks>
/// A span does not keep its tensor alive. Use it while the tensor is owned by a dispose scope or by a field that is
/// disposed later; where another thread may dispose the tensor meanwhile, use <see cref="Borrow{T}"/>. Writing is
/// unseen by autograd: do it outside a recorded computation only. Resizing the tensor ends the span.
/// </remarks>
public static class TensorSpans
{
    /// <summary>The numbers, row by row, to read and write.</summary>
    /// <typeparam name="T">The .NET type of the tensor's elements.</typeparam>
    /// <param name="tensor">A contiguous tensor on the CPU.</param>
    /// <returns>The tensor's own memory.</returns>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    /// <exception cref="InvalidOperationException">
    /// The tensor holds another type, lies on another device, is sparse or not contiguous, or has 2 GiB or more.
    /// </exception>
    public static Span<T> AsSpan<T>(this Tensor tensor)
        where T : unmanaged
    {
        Check(tensor, ElementTypes.Of<T>());
        return MemoryMarshal.Cast<byte, T>(BytesOf(tensor));
    }

    /// <summary>The numbers, row by row, to read.</summary>
    /// <inheritdoc cref="AsSpan{T}"/>
    public static ReadOnlySpan<T> AsReadOnlySpan<T>(this Tensor tensor)
        where T : unmanaged => tensor.AsSpan<T>();

    /// <summary>
    /// The numbers as memory that holds the tensor's storage: it stays valid until the borrower disposes it, even
    /// when the tensor is disposed before, on whatever thread.
    /// </summary>
    /// <returns>The borrowed memory, to be disposed.</returns>
    /// <inheritdoc cref="AsSpan{T}"/>
    public static TensorMemory<T> Borrow<T>(this Tensor tensor)
        where T : unmanaged
    {
        Check(tensor, ElementTypes.Of<T>());
        return new TensorMemory<T>(tensor.alias().DetachFromDisposeScope());
    }

    /// <summary>The bytes of a checked tensor, whatever its type.</summary>
    internal static Span<byte> BytesOf(Tensor tensor)
    {
        var bytes = tensor.bytes;
        GC.KeepAlive(tensor); // a finaliser must not free the tensor while native code reads its handle
        return bytes;
    }

    /// <summary>Refuses a tensor whose memory is not a plain row of numbers of a type.</summary>
    internal static void Check(Tensor tensor, ScalarType wanted)
    {
        ObjectDisposedException.ThrowIf(tensor.IsInvalid, tensor);
        if (tensor.dtype != wanted)
            throw new InvalidOperationException(
                $"The tensor holds {tensor.dtype}, not {wanted}; tensor.to({wanted}) converts it.");
        if (tensor.device_type != DeviceType.CPU)
            throw new InvalidOperationException(
                $"The tensor lies on {tensor.device}, where .NET cannot reach it; tensor.cpu() copies it.");
        if (tensor.is_sparse)
            throw new InvalidOperationException("The tensor is sparse; tensor.to_dense() makes a row of numbers of it.");
        if (tensor.is_neg())
            throw new InvalidOperationException(
                "The tensor is a view that negates on reading; tensor.resolve_neg() writes the numbers out.");
        if (!tensor.is_contiguous())
            throw new InvalidOperationException(
                $"{Describe(tensor)} is not contiguous; tensor.contiguous() copies it in row order.");
        var size = tensor.numel() * tensor.element_size();
        if (size > int.MaxValue)
            throw new InvalidOperationException(
                $"{Describe(tensor)} has {size} bytes; a span reaches over less than 2 GiB. Take it in parts.");
        GC.KeepAlive(tensor);
    }

    private static string Describe(Tensor tensor) =>
        $"The tensor of sizes [{string.Join(", ", tensor.shape)}] and strides [{string.Join(", ", tensor.stride())}]";
}
