using System.Buffers.Binary;
using TorchBasics.Core;

namespace TorchBasics.Formats.Onnx;

/// <summary>
/// Reads a TensorProto. The sizes may stand behind the elements, so that a first pass checks and counts and a second one
/// converts.
/// </summary>
internal static class OnnxTensorReader
{
    /// <summary>The most axes a tensor may have.</summary>
    public const int MaximumRank = 64;

    /// <summary>Reads an array.</summary>
    /// <returns>The array, or null, and a note in the source, where no array of ours holds its type.</returns>
    public static NamedArray? Read(OnnxSource source, ProtoReader reader)
    {
        var header = OnnxTensorHeader.Read(source, reader);
        if (OnnxDataType.Find(header.DataType) is not { } type)
        {
            source.Skip(reader.Start, $"the tensor '{header.Name}' of the type {OnnxDataType.NameOf(header.DataType)}");
            return null;
        }

        var length = ByteCount(source, reader.Start, header, type);
        source.Charge(reader.Start, 2 * OnnxSource.ObjectCost);
        var bytes =
            header.Raw is { } raw ? Slice(source, header, type, raw, length) : Convert(source, reader, header, type, length);
        return new NamedArray(header.Name, type, header.Sizes, bytes);
    }

    private static long ByteCount(OnnxSource source, int offset, OnnxTensorHeader header, ElementType type)
    {
        var count = (Int128)NamedArray.SizeOf(type);
        foreach (var size in header.Sizes)
            count = Int128.Min(count, long.MaxValue) * size;
        if (count > Array.MaxLength)
            throw source.Malformed(offset, $"the tensor '{header.Name}' has the sizes [{string.Join(", ", header.Sizes)}], "
                + $"more than {Array.MaxLength} bytes.");
        return (long)count;
    }

    private static ReadOnlyMemory<byte> Slice(
        OnnxSource source, OnnxTensorHeader header, ElementType type, (int Offset, int Length) raw, long length)
    {
        if (header.Counts.FirstOrDefault(list => list.Value > 0) is { Key: > 0 and var field })
            throw source.Malformed(
                raw.Offset, $"the tensor '{header.Name}' has raw_data and elements in field {field}; expected one of them.");
        if (raw.Length != length)
            throw source.Malformed(raw.Offset, $"the tensor '{header.Name}' has {raw.Length} bytes of raw_data; "
                + $"{type} [{string.Join(", ", header.Sizes)}] needs {length}.");
        var bytes = source.Bytes.Slice(raw.Offset, raw.Length);
        if (type == ElementType.Boolean && bytes.Span.IndexOfAnyExceptInRange((byte)0, (byte)1) is var place and >= 0)
            throw source.Malformed(raw.Offset + place, $"a truth value of the tensor '{header.Name}' is neither 0 nor 1.");
        return bytes;
    }

    private static byte[] Convert(OnnxSource source, ProtoReader reader, OnnxTensorHeader header, ElementType type, long length)
    {
        var field = OnnxDataType.FieldOf(type);
        foreach (var (other, count) in header.Counts)
        {
            if (count > 0 && other != field)
                throw source.Malformed(reader.Start, $"the tensor '{header.Name}' of {type} has elements in field {other}; "
                    + $"expected them in field {field} or as raw_data.");
        }

        var size = NamedArray.SizeOf(type);
        if (header.Counts.GetValueOrDefault(field) * size != length)
            throw source.Malformed(reader.Start, $"the tensor '{header.Name}' has {header.Counts.GetValueOrDefault(field)} "
                + $"elements; {type} [{string.Join(", ", header.Sizes)}] needs {length / size}.");
        source.Charge(reader.Start, length);
        var bytes = new byte[length];
        Fill(source, reader, field, type, bytes);
        return bytes;
    }

    private static void Fill(OnnxSource source, ProtoReader reader, int field, ElementType type, Span<byte> bytes)
    {
        while (reader.Next())
        {
            if (reader.Field != field)
            {
                reader.Skip();
                continue;
            }

            var size = NamedArray.SizeOf(type);
            for (var numbers = reader.Numbers(
                OnnxTensorHeader.WireOf(field), "a list of elements"); numbers.More; bytes = bytes[size..])
                Element(source, ref numbers, field, type, bytes[..size]);
        }
    }

    private static void Element(OnnxSource source, ref ProtoReader numbers, int field, ElementType type, Span<byte> bytes)
    {
        switch (field)
        {
            case OnnxDataType.FloatData:
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, numbers.Fixed32());
                break;
            case OnnxDataType.DoubleData:
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, numbers.Fixed64());
                break;
            default:
                Integer(source, ref numbers, type, bytes);
                break;
        }
    }

    private static void Integer(OnnxSource source, ref ProtoReader numbers, ElementType type, Span<byte> bytes)
    {
        var offset = numbers.Position;
        var value = numbers.Varint();
        var number = type == ElementType.UInt64 ? (Int128)value : (long)value;
        var (minimum, maximum) = RangeOf(type);
        if (number < minimum || number > maximum)
            throw source.Malformed(offset, $"an element is {number}; {type} holds {minimum} to {maximum}.");
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(value >> (8 * i));
    }

    private static (Int128 Minimum, Int128 Maximum) RangeOf(ElementType type) => type switch
    {
        ElementType.Boolean => (0, 1),
        ElementType.UInt8 => (byte.MinValue, byte.MaxValue),
        ElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        ElementType.UInt16 or ElementType.Float16 or ElementType.BFloat16 => (ushort.MinValue, ushort.MaxValue),
        ElementType.Int16 => (short.MinValue, short.MaxValue),
        ElementType.UInt32 => (uint.MinValue, uint.MaxValue),
        ElementType.Int32 => (int.MinValue, int.MaxValue),
        ElementType.UInt64 => (ulong.MinValue, ulong.MaxValue),
        _ => (long.MinValue, long.MaxValue),
    };

    internal static void CheckRank(OnnxSource source, int offset, int count)
    {
        if (count > MaximumRank)
            throw source.Malformed(offset, $"a tensor has more than {MaximumRank} axes.");
    }
}
