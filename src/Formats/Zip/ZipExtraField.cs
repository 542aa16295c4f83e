using static TorchBasics.Formats.Zip.ZipFormat;

namespace TorchBasics.Formats.Zip;

/// <summary>
/// The extra fields of a header: padding, times, rights, which are passed over, and the 64-bit numbers of those that are
/// written as FFFFFFFF, in the order of the header.
/// </summary>
internal struct ZipExtraField
{
    private readonly ZipSource _source;
    private readonly int _place;
    private readonly int _end;
    private int _next;

    /// <summary>Looks through the fields between two places, which must be filled exactly.</summary>
    public ZipExtraField(ZipSource source, int offset, int end)
    {
        (_source, _place) = (source, offset);
        while (offset < end)
        {
            if (end - offset < 4 || source.UInt16(offset + 2) > end - offset - 4)
                throw source.Malformed(offset, "an extra field is longer than the room for it.");
            var next = offset + 4 + source.UInt16(offset + 2);
            if (source.UInt16(offset) == LargeField)
            {
                if (_end != 0)
                    throw source.Malformed(offset, "a header has two zip64 fields.");
                (_next, _end) = (offset + 4, next);
            }

            offset = next;
        }
    }

    /// <summary>The number itself, or the next 64-bit number when it says that it does not fit.</summary>
    public ulong Number(uint value)
    {
        if (value != uint.MaxValue)
            return value;
        if (_end - _next < sizeof(ulong))
            throw _source.Malformed(_place, "a header lacks the zip64 field for a number that is said to be there.");
        _next += sizeof(ulong);
        return _source.UInt64(_next - sizeof(ulong));
    }

    /// <summary>
    /// Whether the zip64 field says again what the header says itself, as Python writes it to be on the safe side.
    /// </summary>
    public readonly bool Repeats(ulong size, ulong stored) =>
        _end - _next == 2 * sizeof(ulong) && _source.UInt64(_next) == size && _source.UInt64(_next + sizeof(ulong)) == stored;

    /// <summary>Refuses numbers that nothing asked for.</summary>
    public readonly void CheckAllUsed(string name)
    {
        if (_next != _end)
            throw _source.Malformed(_next, $"'{name}' has a zip64 field with numbers that nothing in its header asks for.");
    }
}
