using System.Runtime.InteropServices;

namespace TorchBasics.Training.Ranks;

/// <summary>Memory that messages are sent from and received in: it keeps its place, and grows where it must.</summary>
internal sealed unsafe class NativeBytes : IDisposable
{
    private const nuint Alignment = 64;

    /// <summary>The first byte.</summary>
    public byte* Pointer { get; private set; }

    /// <summary>How many bytes there are.</summary>
    public nint Count { get; private set; }

    /// <summary>Makes room; what was there before is lost if it has to move.</summary>
    /// <param name="bytes">How much is needed.</param>
    /// <returns>The first byte.</returns>
    public byte* Reserve(nint bytes)
    {
        if (bytes > Count || Pointer is null)
        {
            NativeMemory.AlignedFree(Pointer);
            Count = Math.Max(bytes, 64);
            Pointer = (byte*)NativeMemory.AlignedAlloc((nuint)Count, Alignment);
        }

        return Pointer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
        Count = 0;
    }
}
