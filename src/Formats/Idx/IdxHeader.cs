using System.Buffers.Binary;
using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.Idx;

/// <summary>What the first bytes of an IDX file say.</summary>
internal sealed record IdxHeader(ElementType Type, IReadOnlyList<long> Sizes, long PayloadLength)
{
    private const int MaximumRank = 8;
    private const int MagicLength = 4;
    private const int SizeLength = 4;

    /// <summary>Bytes of the header.</summary>
    public int Length => MagicLength + (SizeLength * Sizes.Count);

    /// <summary>Reads and checks the header.</summary>
    public static IdxHeader Read(string path, IdxContent content, int? expectedRank, long maximumBytes)
    {
        Span<byte> magic = stackalloc byte[MagicLength];
        content.ReadExactly(magic);
        if (magic[0] != 0 || magic[1] != 0)
            throw new MalformedFileException(
                path,
                0,
                $"an IDX file begins with 00 00, this one with {magic[0]:X2} {magic[1]:X2}. Is it another kind of file?");
        if (TypeOf(magic[2]) is not { } type)
            throw new MalformedFileException(path, 2, $"the type code is {magic[2]:X2}; expected 08, 09, 0B, 0C, 0D or 0E.");
        var rank = magic[3];
        if (rank is < 1 or > MaximumRank)
            throw new MalformedFileException(path, 3, $"the number of axes is {rank}; expected 1 to {MaximumRank}.");
        if (expectedRank is { } expected && rank != expected)
            throw new MalformedFileException(
                path,
                3,
                $"the array has {Axes(rank)}; expected {Axes(expected)} (images have 3 axes, labels 1). Were two files swapped?");
        return ReadSizes(path, content, type, rank, maximumBytes);
    }

    /// <summary>The header of an array.</summary>
    /// <exception cref="ArgumentException">The format cannot hold this array.</exception>
    public static byte[] ToBytes(NamedArray array)
    {
        if (array.Sizes.Count is < 1 or > MaximumRank)
            throw new ArgumentException(
                $"{array.Name} has {Axes(array.Sizes.Count)}; an IDX file holds 1 to {MaximumRank}.", nameof(array));
        var bytes = new byte[MagicLength + (SizeLength * array.Sizes.Count)];
        bytes[2] = CodeOf(array);
        bytes[3] = (byte)array.Sizes.Count;
        for (var axis = 0; axis < array.Sizes.Count; axis++)
        {
            var size = array.Sizes[axis];
            if (size > int.MaxValue)
                throw new ArgumentException(
                    $"{array.Name} has size {size} along axis {axis}; an IDX file holds at most {int.MaxValue}.", nameof(array));
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(MagicLength + (SizeLength * axis)), (int)size);
        }

        return bytes;
    }

    private static IdxHeader ReadSizes(string path, IdxContent content, ElementType type, int rank, long maximumBytes)
    {
        var sizes = new long[rank];
        var length = (long)NamedArray.SizeOf(type);
        Span<byte> bytes = stackalloc byte[SizeLength];
        for (var axis = 0; axis < rank; axis++)
        {
            var offset = content.Position;
            content.ReadExactly(bytes);
            var size = BinaryPrimitives.ReadInt32BigEndian(bytes);
            if (size < 0)
                throw new MalformedFileException(
                    path, offset, $"the size along axis {axis} is {(uint)size}; expected at most {int.MaxValue}.");
            if (size > 0 && length > long.MaxValue / size)
                throw new MalformedFileException(
                    path,
                    offset,
                    $"the sizes [{string.Join(", ", sizes[..axis])}, {size}, ...] multiply to more than 2^63 bytes.");
            (sizes[axis], length) = (size, length * size);
        }

        return length <= maximumBytes
            ? new IdxHeader(type, sizes, length)
            : throw new MalformedFileException(path, MagicLength, $"the sizes [{string.Join(", ", sizes)}] ask for {length} "
                + $"bytes; at most {maximumBytes} are accepted.");
    }

    private static string Axes(int count) => count == 1 ? "1 axis" : $"{count} axes";

    private static ElementType? TypeOf(byte code) => code switch
    {
        0x08 => ElementType.UInt8,
        0x09 => ElementType.Int8,
        0x0B => ElementType.Int16,
        0x0C => ElementType.Int32,
        0x0D => ElementType.Float32,
        0x0E => ElementType.Float64,
        _ => null,
    };

    private static byte CodeOf(NamedArray array) => array.Type switch
    {
        ElementType.UInt8 => 0x08,
        ElementType.Int8 => 0x09,
        ElementType.Int16 => 0x0B,
        ElementType.Int32 => 0x0C,
        ElementType.Float32 => 0x0D,
        ElementType.Float64 => 0x0E,
        _ => throw new ArgumentException(
            $"{array.Name} holds {array.Type}; an IDX file holds UInt8, Int8, Int16, Int32, Float32 or Float64.", nameof(array)),
    };
}
