using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchBasics.Bindings.Memory;

/// <summary>
/// Memory borrowed from a tensor. It owns a reference of its own to the native tensor, so neither disposing the
/// lender nor its finaliser, on any thread, frees what is read here.
/// </summary>
/// <typeparam name="T">The .NET type of the elements.</typeparam>
public sealed unsafe class TensorMemory<T> : MemoryManager<T>
    where T : unmanaged
{
    private readonly T* _start;
    private readonly int _count;
    private Tensor? _owned;

    internal TensorMemory(Tensor owned)
    {
        var span = MemoryMarshal.Cast<byte, T>(TensorSpans.BytesOf(owned));
        _start = (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span));
        (_count, _owned) = (span.Length, owned);
    }

    /// <summary>The numbers, row by row; valid until this is disposed.</summary>
    /// <returns>The tensor's own memory.</returns>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    public override Span<T> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_owned is null, this);
        return new Span<T>(_start, _count);
    }

    /// <summary>An address for native code. Native memory does not move; the handle keeps this borrower reachable.</summary>
    /// <param name="elementIndex">Element whose address is wanted.</param>
    /// <returns>The address.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(_owned is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, _count);
        return new MemoryHandle(_start + elementIndex, pinnable: this);
    }

    /// <summary>Does nothing: native memory does not move.</summary>
    public override void Unpin()
    {
    }

    /// <summary>Gives the memory back, once.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Interlocked.Exchange(ref _owned, null)?.Dispose();
    }
}
