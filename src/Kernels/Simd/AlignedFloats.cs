using System.Runtime.InteropServices;

namespace TorchBasics.Kernels.Simd;

/// <summary>Floats outside the managed heap, on a boundary of a cache line, zero at first.</summary>
internal sealed unsafe class AlignedFloats : SafeHandle
{
    private const int Alignment = 64;

    /// <summary>Takes memory.</summary>
    /// <param name="count">How many floats; 0 is allowed.</param>
    public AlignedFloats(long count)
        : base(IntPtr.Zero, ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var bytes = checked((nuint)(count * sizeof(float)));
        SetHandle((IntPtr)NativeMemory.AlignedAlloc(Math.Max(bytes, Alignment), Alignment));
        NativeMemory.Clear(Pointer, bytes);
        Count = count;
    }

    /// <summary>How many floats.</summary>
    public long Count { get; }

    /// <summary>The first one; good until this is disposed.</summary>
    public float* Pointer => (float*)handle;

    /// <inheritdoc/>
    public override bool IsInvalid => handle == IntPtr.Zero;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
