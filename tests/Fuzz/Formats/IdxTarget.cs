using System.Buffers.Binary;
using TorchBasics.Core;
using TorchBasics.Formats.Idx;

namespace TorchBasics.Tests.Fuzz.Formats;

/// <summary>IDX. What is accepted must hold the numbers of the file, turned to little-endian.</summary>
internal sealed class IdxTarget : Target
{
    private const int MagicLength = 4;
    private const int SizeLength = 4;

    /// <summary>Sound files of every type.</summary>
    public static IReadOnlyList<byte[]> Files { get; } =
    [
        [0, 0, 8, 1, 0, 0, 0, 5, 7, 2, 1, 0, 4],
        [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 7, 0, 0, 0, 3, .. Enumerable.Range(0, 42).Select(value => (byte)(value * 6))],
        [0, 0, 9, 8, .. Enumerable.Repeat<byte[]>([0, 0, 0, 1], 8).SelectMany(size => size), 0xFF],
        [0, 0, 0x0B, 2, 0, 0, 0, 2, 0, 0, 0, 1, 1, 2, 3, 4],
        [0, 0, 0x0C, 1, 0, 0, 0, 1, 1, 2, 3, 4],
        [0, 0, 0x0D, 2, 0, 0, 0, 0, 0, 0, 0, 9],
        [0, 0, 0x0E, 2, 0, 0, 0, 2, 0, 0, 0, 2, .. Enumerable.Range(0, 32).Select(value => (byte)value)],
    ];

    public static IReadOnlyList<byte[]> Numbers { get; } =
        [[0, 0, 8, 1], [0, 0, 0x0E, 8], [0x7F, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1], [0, 1, 0, 0]];

    public override string Name => "idx";

    public override IReadOnlyList<byte[]> Seeds => Files;

    public override IReadOnlyList<byte[]> Words => Numbers;

    public override void Parse(byte[] input)
    {
        var array = IdxFile.Read("fuzz", new MemoryStream(input));
        if (input is not [0x1F, 0x8B, ..])
            RequireNumbers(array, input);
    }

    public override byte[]? Restructure(byte[] input, byte[] other, Mutator mutator) => WithPayload(mutator.Change(input, other));

    /// <summary>Bytes of the plain file that holds an array.</summary>
    public static int LengthOf(NamedArray array) => MagicLength + (SizeLength * array.Sizes.Count) + array.Bytes.Length;

    /// <summary>Sees whether an array holds the numbers of a plain file.</summary>
    public static void RequireNumbers(NamedArray array, ReadOnlySpan<byte> file)
    {
        var (rank, size) = (file[3], NamedArray.SizeOf(array.Type));
        var payload = file[(MagicLength + (SizeLength * rank))..];
        if (array.Sizes.Count != rank || payload.Length != array.Bytes.Length || payload.Length != array.Count * size)
            throw Wrong($"{array} was read from {payload.Length} bytes");
        for (var axis = 0; axis < rank; axis++)
        {
            if (array.Sizes[axis] != BinaryPrimitives.ReadUInt32BigEndian(file[(MagicLength + (SizeLength * axis))..]))
                throw Wrong($"{array} has another size along axis {axis}");
        }

        var numbers = array.Bytes.Span;
        for (var i = 0; i < payload.Length; i++)
        {
            if (numbers[i] != payload[i ^ (size - 1)]) // the same byte from the other end of its number
                throw Wrong($"byte {i} of {array} is another");
        }
    }

    /// <summary>A file whose payload has the length that its header asks for, or null where that is too much.</summary>
    public static byte[]? WithPayload(byte[] file)
    {
        if (file is not [_, _, var code, >= 1 and <= 8 and var rank, ..] || file.Length < MagicLength + (SizeLength * rank))
            return null;
        var header = MagicLength + (SizeLength * rank);
        var length = code switch { 0x0B => 2L, 0x0C or 0x0D => 4, 0x0E => 8, _ => 1 };
        for (var at = MagicLength; at < header; at += SizeLength)
            length = Math.Min(length, Mutator.MaximumLength) * BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
        if (length > Mutator.MaximumLength - header)
            return null;
        var output = new byte[header + length];
        file.AsSpan(0, Math.Min(file.Length, output.Length)).CopyTo(output);
        return output;
    }
}
