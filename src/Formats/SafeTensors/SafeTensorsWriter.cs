using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TorchBasics.Core;

namespace TorchBasics.Formats.SafeTensors;

/// <summary>Orders arrays, describes them in a header and writes both.</summary>
internal sealed class SafeTensorsWriter
{
    private const int Alignment = 8; // so that the data begin where any element type may begin
    private const string MetadataName = "__metadata__";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly IReadOnlyList<NamedArray> _arrays;
    private readonly byte[] _header;

    public SafeTensorsWriter(IEnumerable<NamedArray> arrays, IReadOnlyDictionary<string, string>? metadata)
    {
        _arrays = Order(arrays);
        _header = Describe(_arrays, metadata);
        if (_header.Length > SafeTensorsFile.MaximumHeaderLength)
            throw new ArgumentException(
                $"The header has {_header.Length} bytes; a safetensors file allows {SafeTensorsFile.MaximumHeaderLength}.",
                nameof(arrays));
    }

    public void WriteTo(Stream stream)
    {
        Span<byte> length = stackalloc byte[SafeTensorsLayout.LengthLength];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)_header.Length);
        stream.Write(length);
        stream.Write(_header);
        foreach (var array in _arrays)
            stream.Write(array.Bytes.Span);
    }

    private static List<NamedArray> Order(IEnumerable<NamedArray> arrays)
    {
        var named = arrays.Select(array => (Array: array, Name: Encode(array.Name))).ToList();
        if (named.GroupBy(pair => pair.Array.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two arrays are called '{twice.Key}'.", nameof(arrays));
        if (named.Any(pair => pair.Array.Name == MetadataName))
            throw new ArgumentException($"No array may be called '{MetadataName}'.", nameof(arrays));
        named.Sort((left, right) =>
            SafeTensorsType.RankOf(right.Array.Type).CompareTo(SafeTensorsType.RankOf(left.Array.Type)) is var byType and not 0
                ? byType
                : left.Name.AsSpan().SequenceCompareTo(right.Name));
        return [.. named.Select(pair => pair.Array)];
    }

    private static byte[] Encode(string name)
    {
        try
        {
            return StrictUtf8.GetBytes(name);
        }
        catch (EncoderFallbackException error)
        {
            throw new ArgumentException(
                "The name of an array holds half a character (a surrogate without its partner).", nameof(name), error);
        }
    }

    private static byte[] Describe(IReadOnlyList<NamedArray> arrays, IReadOnlyDictionary<string, string>? metadata)
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(
            header, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
                WriteMetadata(json, metadata);
            var begin = 0L;
            foreach (var array in arrays)
                begin = WriteEntry(json, array, begin);
            json.WriteEndObject();
        }

        while (header.Length % Alignment != 0)
            header.WriteByte((byte)' ');
        return header.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(MetadataName);
        foreach (var (name, text) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteString(Encode(name), Encode(text));
        json.WriteEndObject();
    }

    private static long WriteEntry(Utf8JsonWriter json, NamedArray array, long begin)
    {
        var end = begin + array.Bytes.Length;
        json.WriteStartObject(array.Name);
        json.WriteString("dtype", SafeTensorsType.NameOf(array.Type));
        WriteNumbers(json, "shape", array.Sizes);
        WriteNumbers(json, "data_offsets", [begin, end]);
        json.WriteEndObject();
        return end;
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
