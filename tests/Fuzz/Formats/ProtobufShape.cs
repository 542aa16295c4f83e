using TorchBasics.Core;
using TorchBasics.Tests.Managed.Formats.Onnx;

namespace TorchBasics.Tests.Fuzz.Formats;

/// <summary>Changes one field somewhere in a protobuf message and puts the lengths around it right.</summary>
internal static class ProtobufShape
{
    private const int Varint = 0;
    private const int Block = 2;

    /// <summary>One change.</summary>
    /// <param name="message">The message.</param>
    /// <param name="other">Another one, for fields.</param>
    /// <param name="mutator">Decides.</param>
    /// <returns>The changed message, or null when this is none.</returns>
    public static byte[]? Change(ReadOnlySpan<byte> message, ReadOnlySpan<byte> other, Mutator mutator)
    {
        var fields = Split(message);
        if (fields is null or { Count: 0 })
            return null;
        var random = mutator.Random;
        var place = random.NextInt32(fields.Count);
        var field = fields[place];
        if (field.Wire == Block && random.NextInt32(4) > 0
            && Change(message[field.Value..field.End], other, mutator) is { } inner)
            return Join(message[..field.Start], Proto.Bytes(field.Number, inner), message[field.End..]);
        var whole = message[field.Start..field.End];
        switch (random.NextInt32(8))
        {
            case 0:
                return Join(message[..field.Start], message[field.End..]);
            case 1:
                return Join(message[..field.End], message[field.Start..]);
            case 2:
                var target = fields[random.NextInt32(fields.Count)].Start;
                return target <= field.Start
                    ? Join(message[..target], whole, message[target..field.Start], message[field.End..])
                    : Join(message[..field.Start], message[field.End..target], whole, message[target..]);
            case 3 or 4:
                return Join(
                    message[..field.Start], Draw(other, random), message[(random.NextInt32(2) == 0 ? field.Start : field.End)..]);
            case 5:
                return Join(message[..field.Start], Proto.Tag(random.NextInt32(30), field.Wire), message[field.Tag..]);
            default:
                return Join(message[..field.Start], Value(message, field, mutator), message[field.End..]);
        }
    }

    private static byte[] Value(ReadOnlySpan<byte> message, Field field, Mutator mutator)
    {
        var content = message[field.Value..field.End];
        return field.Wire switch
        {
            Varint => Proto.Number(field.Number, (long)mutator.Number(content.IsEmpty ? 0UL : content[0])),
            Block => Proto.Bytes(field.Number, mutator.Change(content, message)),
            _ => Join(Proto.Tag(field.Number, field.Wire), mutator.Change(content, message)),
        };
    }

    // A field from any depth.
    private static ReadOnlySpan<byte> Draw(ReadOnlySpan<byte> message, RandomGenerator random)
    {
        var fields = Split(message);
        if (fields is null or { Count: 0 })
            return [];
        var field = fields[random.NextInt32(fields.Count)];
        var inner = field.Wire == Block && random.NextInt32(3) > 0 ? Draw(message[field.Value..field.End], random) : [];
        return inner.IsEmpty ? message[field.Start..field.End] : inner;
    }

    // Null when the bytes are no message.
    private static List<Field>? Split(ReadOnlySpan<byte> message)
    {
        var fields = new List<Field>();
        for (var position = 0; position < message.Length;)
        {
            var start = position;
            var tag = Number(message, ref position);
            var (number, wire, after) = ((int)(tag >> 3), (int)(tag & 7), position);
            var length = wire switch
            {
                Varint => Skip(message, position),
                1 => sizeof(ulong),
                Block => (long)Math.Min(Number(message, ref position), int.MaxValue),
                5 => sizeof(uint),
                _ => long.MaxValue,
            };
            if (number == 0 || length > message.Length - position)
                return null;
            fields.Add(new Field(number, wire, start, after, position, position += (int)length));
        }

        return fields;
    }

    private static int Skip(ReadOnlySpan<byte> message, int position)
    {
        var start = position;
        Number(message, ref position);
        return position - start;
    }

    private static ulong Number(ReadOnlySpan<byte> message, ref int position)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64 && position < message.Length; shift += 7)
        {
            var part = message[position++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        position = message.Length;
        return 0;
    }

    private static byte[] Join(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => Join(first, second, [], []);

    private static byte[] Join(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third) =>
        Join(first, second, third, []);

    private static byte[] Join(
        ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, ReadOnlySpan<byte> fourth) =>
        [.. first, .. second, .. third, .. fourth];

    private readonly record struct Field(int Number, int Wire, int Start, int Tag, int Value, int End);
}
