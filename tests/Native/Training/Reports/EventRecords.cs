using System.Buffers.Binary;
using Tensorboard;

namespace TorchBasics.Tests.Native.Training.Reports;

/// <summary>Reads TFRecords and checks their sums, bit by bit, so that it shares nothing with what writes them.</summary>
internal static class EventRecords
{
    /// <summary>CRC-32C: polynomial 0x1EDC6F41, here reflected (RFC 3720, section 12.1).</summary>
    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFFU;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82F63B78;
        }

        return ~crc;
    }

    public static IReadOnlyList<Event> Read(string path)
    {
        var events = new List<Event>();
        var rest = File.ReadAllBytes(path).AsSpan();
        while (!rest.IsEmpty)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(rest);
            Assert.Equal(Masked(rest[..8]), BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]));
            var content = rest.Slice(12, length);
            Assert.Equal(Masked(content), BinaryPrimitives.ReadUInt32LittleEndian(rest[(12 + length)..]));
            events.Add(Event.Parser.ParseFrom(content.ToArray()));
            rest = rest[(16 + length)..];
        }

        return events;
    }

    // The mask of TFRecord: rotated right by 15 bits, plus a constant.
    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = Crc32C(bytes);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8U);
    }
}
