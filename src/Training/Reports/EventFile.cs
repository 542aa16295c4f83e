using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;
using Tensorboard;
using TorchBasics.Core.Errors;
using TorchBasics.Formats;

namespace TorchBasics.Training.Reports;

/// <summary>
/// An events file of TensorBoard: a sequence of TFRecords, each an Event of TensorFlow's event.proto. Written here and
/// not by TorchSharp's SummaryWriter because that one gives times as ticks or as 32-bit floats, which TensorBoard, which
/// expects seconds since 1970, places in a wrong year.
/// </summary>
/// <remarks>
/// Record: length (UInt64), masked CRC-32C of the length, content, masked CRC-32C of the content; all little-endian.
/// Source: TensorFlow, tensorflow/core/lib/io/record_writer.h. Each call opens, appends and closes, so that an open file
/// never outlives the run and a killed process leaves at most one incomplete record, which readers ignore.
/// </remarks>
internal static class EventFile
{
    private const string Version = "brain.Event:2"; // what readers look for in the first record

    public static void Create(string path, DateTimeOffset time) =>
        Write(path, FileMode.Create, new Event { WallTime = Seconds(time), FileVersion = Version });

    public static void Append(
        string path, DateTimeOffset time, long step, params IReadOnlyList<(string Tag, double Value)> scalars)
    {
        var summary = new Summary();
        foreach (var (tag, value) in scalars)
            summary.Value.Add(new Summary.Types.Value { Tag = tag, SimpleValue = (float)value });
        Write(path, FileMode.Append, new Event { WallTime = Seconds(time), Step = step, Summary = summary });
    }

    private static void Write(string path, FileMode mode, Event content)
    {
        try
        {
            using var stream = new FileStream(path, mode, FileAccess.Write, FileShare.Read);
            stream.Write(Record(content.ToByteArray()));
        }
        catch (Exception error) when (FileError.Covers(error))
        {
            throw new TorchBasicsException(ErrorKind.Failed, $"{path} could not be written: {FileError.Explain(error)}", error);
        }
    }

    private static byte[] Record(ReadOnlySpan<byte> content)
    {
        var record = new byte[sizeof(ulong) + sizeof(uint) + content.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), Mask(Crc(record.AsSpan(0, 8))));
        content.CopyTo(record.AsSpan(12));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + content.Length), Mask(Crc(content)));
        return record;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    // A check sum over data that hold check sums is weak; the rotation and the constant of the format avoid that.
    private static uint Mask(uint crc) => BitOperations.RotateRight(crc, 15) + 0xA282EAD8;

    private static double Seconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalSeconds;
}
