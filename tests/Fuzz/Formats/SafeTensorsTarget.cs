using System.Buffers.Binary;
using TorchBasics.Core;
using TorchBasics.Formats.SafeTensors;

namespace TorchBasics.Tests.Fuzz.Formats;

/// <summary>safetensors. What is accepted must be the same after it was written and read again.</summary>
internal sealed class SafeTensorsTarget : Target
{
    private const int LengthLength = sizeof(ulong);

    public override string Name => "safetensors";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        SafeTensorsFile.ToBytes([]),
        SafeTensorsFile.ToBytes(
            [NamedArray.Of<float>("fc.weight", [2, 1], [1f, 2f]), NamedArray.Of<bool>("m", [2], [true, false])],
            new Dictionary<string, string> { ["format"] = "pt" }),
        SafeTensorsFile.ToBytes([NamedArray.Of<double>("x", [], [1.0]), NamedArray.Of<long>("y", [0, 3], [])]),
        SafeTensorsFile.ToBytes([NamedArray.Of<byte>("größe", [3], [1, 2, 3]), NamedArray.Of<short>("b", [1, 1, 1], [4]),
            NamedArray.Of<Half>("\"\\\n", [1], [(Half)1])]),
    ];

    public override IReadOnlyList<byte[]> Words { get; } = Texts(
        "\"__metadata__\"", "\"dtype\"", "\"shape\"", "\"data_offsets\"", "\"format\"", "\"pt\"", "BOOL", "U8", "I8", "F16",
        "BF16", "F32", "F64", "U64",
        "[0,1]", "[]", "{}", "[", "]", "{", "}", ",", ":", "\"\"", "null", "true", "1e0", "-1", "0.5", "9223372036854775807",
        "18446744073709551615", "\\u0000",
        "\\uD83D\\uDE00", "\\uD800", "\\\"", "//", "/**/", " ", "        ",
        "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},",
        "\"b\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},");

    public override void Parse(byte[] input)
    {
        var content = SafeTensorsFile.Parse("fuzz", input);
        var again = SafeTensorsFile.Parse("again", SafeTensorsFile.ToBytes(content.Arrays, content.Metadata));
        if (content.Arrays.Count != again.Arrays.Count || content.Metadata.Count != again.Metadata.Count)
            throw Wrong("the second file holds another number of parts");
        var arrays = again.Arrays.ToDictionary(array => array.Name);
        foreach (var array in content.Arrays)
        {
            if (!AreSame(array, arrays[array.Name]))
                throw Wrong($"{array} was written and {arrays[array.Name]} read");
        }

        foreach (var (name, text) in content.Metadata)
        {
            if (again.Metadata[name] != text)
                throw Wrong($"the text '{name}' became another");
        }
    }

    // The header is changed alone, its length put right, and the data cut or filled to what the header asks for.
    public override byte[]? Restructure(byte[] input, byte[] other, Mutator mutator)
    {
        if (Split(input) is not { } parts || Split(other) is not { } rest)
            return null;
        var header = mutator.Change(input.AsSpan(parts.Header), other.AsSpan(rest.Header));
        var length = mutator.Random.NextInt32(2) == 0 ? input.Length - parts.Header.End.Value : mutator.Random.NextInt32(64);
        var output = new byte[LengthLength + header.Length + length];
        BinaryPrimitives.WriteInt64LittleEndian(output, header.Length);
        header.CopyTo(output, LengthLength);
        input.AsSpan(parts.Header.End.Value, Math.Min(length, input.Length - parts.Header.End.Value))
            .CopyTo(output.AsSpan(LengthLength + header.Length));
        return output;
    }

    private static (Range Header, int Length)? Split(byte[] input)
    {
        if (input.Length < LengthLength)
            return null;
        var length = BinaryPrimitives.ReadUInt64LittleEndian(input);
        return length <= (ulong)(input.Length - LengthLength) ? (LengthLength..(LengthLength + (int)length), (int)length) : null;
    }
}
