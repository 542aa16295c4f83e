using System.Text.Json;
using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.SafeTensors;

/// <summary>
/// Reads the header token by token, because a JSON document in memory forgets duplicates. Checks everything that can be
/// seen in the header alone.
/// </summary>
internal ref struct SafeTensorsHeader
{
    private const int MaximumRank = 64;
    private const int MaximumDepth = 3; // the header, an entry, its sizes
    private const string MetadataName = "__metadata__";

    private readonly string _path;
    private readonly long _start;
    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;

    /// <summary>Prepares to read a header.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="start">Where the header begins in the file.</param>
    /// <param name="json">The header.</param>
    public SafeTensorsHeader(string path, long start, ReadOnlySpan<byte> json)
    {
        _path = path;
        _start = start;
        _json = json;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaximumDepth });
    }

    /// <summary>Reads the header whole.</summary>
    public (List<SafeTensorsEntry> Entries, Dictionary<string, string> Metadata) Read()
    {
        if (_json.IsEmpty || _json[0] != '{')
            throw Malformed(0, "the header does not begin with '{'");
        if (Utf8Text.FirstInvalid(_json) is var invalid and >= 0)
            throw Malformed(invalid, "the header is not valid UTF-8");
        try
        {
            return ReadEntries();
        }
        catch (JsonException error)
        {
            throw new MalformedFileException(
                _path, _start + _reader.BytesConsumed, $"the header is not valid JSON: {error.Message}", error);
        }
    }

    private (List<SafeTensorsEntry> Entries, Dictionary<string, string> Metadata) ReadEntries()
    {
        var entries = new List<SafeTensorsEntry>();
        var metadata = new Dictionary<string, string>();
        var names = new HashSet<string>();
        _reader.Read();
        while (NextName() is { } name)
        {
            if (!names.Add(name))
                throw Here($"the name '{name}' occurs twice");
            if (name == MetadataName)
                ReadMetadata(metadata);
            else
                entries.Add(ReadEntry(name));
        }

        var padding = _json[(int)_reader.BytesConsumed..];
        if (padding.IndexOfAnyExcept((byte)' ') is var place and >= 0)
            throw Malformed(_reader.BytesConsumed + place, "only spaces may follow the closing brace of the header");
        return (entries, metadata);
    }

    private void ReadMetadata(Dictionary<string, string> metadata)
    {
        Expect(JsonTokenType.StartObject, "an object of texts");
        while (NextName() is { } name)
        {
            Expect(JsonTokenType.String, $"a text for '{name}' in {MetadataName}");
            if (!metadata.TryAdd(name, Text()))
                throw Here($"the name '{name}' occurs twice in {MetadataName}");
        }
    }

    private SafeTensorsEntry ReadEntry(string name)
    {
        var offset = _start + _reader.TokenStartIndex;
        (ElementType? type, long[]? sizes, long[]? range) = (null, null, null);
        Expect(JsonTokenType.StartObject, $"the description of '{name}'");
        while (NextName() is { } key)
        {
            switch (key)
            {
                case "dtype" when type is null:
                    type = ReadType(name);
                    break;
                case "shape" when sizes is null:
                    sizes = ReadNumbers(name, MaximumRank);
                    break;
                case "data_offsets" when range is null:
                    range = ReadNumbers(name, maximum: 2);
                    break;
                default:
                    throw Here($"'{name}' has a second or unknown property '{key}'");
            }
        }

        if (type is null || sizes is null || range is not [var begin, var end])
            throw Here($"'{name}' needs dtype, shape and two data_offsets");
        return new SafeTensorsEntry(name, type.Value, sizes, begin, end, offset);
    }

    private ElementType ReadType(string name)
    {
        Expect(JsonTokenType.String, $"the dtype of '{name}'");
        var type = Text();
        return SafeTensorsType.Find(type) ?? throw Here($"'{name}' has the dtype '{type}', which is not supported");
    }

    private long[] ReadNumbers(string name, int maximum)
    {
        var numbers = new List<long>();
        Expect(JsonTokenType.StartArray, $"a list of numbers for '{name}'");
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetUInt64(out var number) || number > long.MaxValue)
                throw Here($"'{name}' has something else than a whole number from 0 to 2^63 - 1 in a list");
            if (numbers.Count == maximum)
                throw Here($"'{name}' has more than {maximum} numbers in a list");
            numbers.Add((long)number);
        }

        return [.. numbers];
    }

    /// <summary>The next property of the object being read, or null at its end.</summary>
    private string? NextName()
    {
        _reader.Read();
        return _reader.TokenType == JsonTokenType.PropertyName ? Text() : null;
    }

    private void Expect(JsonTokenType type, string what)
    {
        _reader.Read();
        if (_reader.TokenType != type)
            throw Here($"expected {what}");
    }

    private readonly string Text()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new MalformedFileException(
                _path, _start + _reader.TokenStartIndex, "the header has an escape sequence for half a character.", error);
        }
    }

    private readonly MalformedFileException Here(string reason) => Malformed(_reader.TokenStartIndex, reason);

    private readonly MalformedFileException Malformed(long offset, string reason) => new(_path, _start + offset, $"{reason}.");
}
