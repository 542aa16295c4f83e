using System.Runtime.InteropServices;

namespace TorchBasics.Formats;

/// <summary>
/// Which elements of a storage an array shows: element [i, j, ...] is number offset + i * strides[0] + j * strides[1] + ...
/// </summary>
internal readonly struct StridedView
{
    private readonly long _offset;
    private readonly long[] _strides;
    private readonly Int128 _count;

    /// <summary>Describes a view.</summary>
    /// <param name="offset">The first element.</param>
    /// <param name="sizes">Size along each axis, at least 0.</param>
    /// <param name="strides">Elements from one to the next along each axis, at least 0.</param>
    public StridedView(long offset, long[] sizes, long[] strides)
    {
        (_offset, Sizes, _strides, _count) = (offset, sizes, strides, 1);
        foreach (var size in sizes)
            _count = Int128.Min(_count, long.MaxValue) * size; // both factors are below 2^63
    }

    /// <summary>Size along each axis.</summary>
    public long[] Sizes { get; }

    /// <summary>Elements; right when <see cref="Problem"/> has none.</summary>
    public long Count => (long)_count;

    /// <summary>Whether the elements follow each other row by row. The stride of an axis of size 1 does not matter.</summary>
    public bool IsContiguous
    {
        get
        {
            var expected = 1L;
            for (var axis = Sizes.Length - 1; axis >= 0 && Count > 0; axis--)
            {
                if (Sizes[axis] != 1 && _strides[axis] != expected)
                    return false;
                expected *= Sizes[axis];
            }

            return true;
        }
    }

    /// <summary>Says what is wrong when the view does not lie within its storage.</summary>
    /// <param name="storageCount">Elements of the storage.</param>
    public string? Problem(long storageCount)
    {
        if (_offset < 0 || _offset > storageCount)
            return $"begins at element {_offset} of a storage of {storageCount}";
        if (_count == 0)
            return null;
        var last = (Int128)_offset;
        for (var axis = 0; axis < Sizes.Length; axis++)
            last += (Int128)(Sizes[axis] - 1) * _strides[axis];
        if (last >= storageCount)
            return $"of sizes [{string.Join(", ", Sizes)}] and strides [{string.Join(", ", _strides)}] reaches element {last} of "
                + $"a storage of {storageCount}";
        return _count > long.MaxValue / sizeof(long) ? $"of sizes [{string.Join(", ", Sizes)}] is too large" : null;
    }

    /// <summary>The elements row by row.</summary>
    /// <param name="storage">The bytes of the storage.</param>
    /// <param name="elementSize">1, 2, 4 or 8 bytes.</param>
    public byte[] Copy(ReadOnlySpan<byte> storage, int elementSize)
    {
        var bytes = new byte[Count * elementSize];
        switch (elementSize)
        {
            case sizeof(byte): Copy(storage, bytes.AsSpan()); break;
            case sizeof(ushort):
                Copy(MemoryMarshal.Cast<byte, ushort>(storage), MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan()));
                break;
            case sizeof(uint):
                Copy(MemoryMarshal.Cast<byte, uint>(storage), MemoryMarshal.Cast<byte, uint>(bytes.AsSpan()));
                break;
            default: Copy(MemoryMarshal.Cast<byte, ulong>(storage), MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan())); break;
        }

        return bytes;
    }

    // Only views that are not contiguous come here; those have an axis of more than one element.
    private void Copy<T>(ReadOnlySpan<T> storage, Span<T> target)
    {
        var axes = Sizes.Zip(_strides, (size, stride) => (Size: (int)size, Stride: stride))
            .Where(axis => axis.Size > 1).ToArray();
        var (rowSize, stride) = axes[^1];
        var index = new int[axes.Length - 1];
        var start = _offset;
        for (var row = 0; row < target.Length; row += rowSize)
        {
            for (var i = 0; i < rowSize; i++)
                target[row + i] = storage[(int)(start + (i * stride))];
            start = Next(axes, index, start);
        }
    }

    // Moves to the next row as a counter of kilometres does, the last digit first.
    private static long Next((int Size, long Stride)[] axes, int[] index, long start)
    {
        for (var axis = index.Length - 1; axis >= 0; axis--)
        {
            start += axes[axis].Stride;
            if (++index[axis] < axes[axis].Size)
                break;
            start -= axes[axis].Size * axes[axis].Stride;
            index[axis] = 0;
        }

        return start;
    }
}
