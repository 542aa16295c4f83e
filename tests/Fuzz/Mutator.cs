using System.Buffers.Binary;
using TorchBasics.Core;

namespace TorchBasics.Tests.Fuzz;

/// <summary>Changes inputs at random: bits, bytes, numbers, blocks, words of the format, pieces of other inputs.</summary>
internal sealed class Mutator(RandomGenerator random, IReadOnlyList<byte[]> words)
{
    /// <summary>No input is longer: up to here the promise of time is a constant.</summary>
    public const int MaximumLength = 64 << 10;

    private const int LongestBlock = 32;
    private const int UsualLength = 4 << 10;
    private const int SeldomBlowUp = 4096;

    // Numbers at which lengths, counts and signs go wrong.
    private static readonly ulong[] Telling =
    [
        0, 1, 2, 3, 4, 7, 8, 16, 32, 63, 64, 65, 100, 127, 128, 255, 256, 1024, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFC7,
        0x7FFFFFFF, 0x80000000,
        0xFFFFFFF8, 0xFFFFFFFF, 0x100000000, 1UL << 61, 1UL << 62, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000, 0xFFFFFFFFFFFFFFF8,
        ulong.MaxValue,
    ];

    private readonly byte[] _bytes = new byte[MaximumLength];
    private int _length;

    /// <summary>Where the changes come from.</summary>
    public RandomGenerator Random => random;

    /// <summary>One to sixteen changes.</summary>
    /// <param name="input">The input; it stays as it is.</param>
    /// <param name="other">Another one, for pieces.</param>
    public byte[] Change(ReadOnlySpan<byte> input, ReadOnlySpan<byte> other)
    {
        _length = input.Length;
        input.CopyTo(_bytes);
        for (var changes = 1 << random.NextInt32(5); changes > 0; changes--)
            ChangeOnce(other);
        if (random.NextInt32(SeldomBlowUp) == 0)
            BlowUp();
        return _bytes.AsSpan(0, _length).ToArray();
    }

    /// <summary>A number that is telling, near another one, or any.</summary>
    public ulong Number(ulong near) => random.NextInt32(4) switch
    {
        0 => near + (ulong)(random.NextInt32(33) - 16),
        1 => random.NextUInt64() >> random.NextInt32(64),
        2 => near << random.NextInt32(4),
        _ => Telling[random.NextInt32(Telling.Length)],
    };

    private void ChangeOnce(ReadOnlySpan<byte> other)
    {
        var at = random.NextInt32(_length + 1);
        var block = Math.Min(1 + random.NextInt32(LongestBlock), _length - at);
        switch (random.NextInt32(12))
        {
            case 0 when at < _length:
                _bytes[at] ^= (byte)(1 << random.NextInt32(8));
                break;
            case 1 when at < _length:
                _bytes[at] = (byte)random.NextInt32(256);
                break;
            case 2 or 3:
                ChangeNumber(at);
                break;
            case 4:
                Replace(at, block, []);
                break;
            case 5:
                Replace(at, 0, _bytes.AsSpan(at, block));
                break;
            case 6:
                Span<byte> drawn = stackalloc byte[1 + random.NextInt32(8)];
                foreach (ref var value in drawn)
                    value = (byte)random.NextInt32(256);
                Replace(at, 0, drawn);
                break;
            case 7 when words.Count > 0:
                var word = words[random.NextInt32(words.Count)];
                Replace(at, random.NextInt32(2) * Math.Min(word.Length, _length - at), word);
                break;
            case 8 or 9 when other.Length > 0:
                var from = random.NextInt32(other.Length);
                var piece = other.Slice(from, Math.Min(1 + random.NextInt32(LongestBlock), other.Length - from));
                Replace(at, random.NextInt32(2) * Math.Min(piece.Length, _length - at), piece);
                break;
            case 10 when other.Length > 0 && random.NextInt32(4) == 0:
                Replace(at, _length - at, other[random.NextInt32(other.Length)..]);
                break;
            case 11 when random.NextInt32(4) == 0:
                _length = at;
                break;
        }
    }

    private void ChangeNumber(int at)
    {
        var size = 1 << random.NextInt32(4);
        if (at + size > _length)
            return;
        Span<byte> wide = stackalloc byte[sizeof(ulong)];
        wide.Clear();
        var place = _bytes.AsSpan(at, size);
        var bigEndian = random.NextInt32(2) == 0;
        place.CopyTo(wide);
        if (bigEndian)
            wide[..size].Reverse();
        BinaryPrimitives.WriteUInt64LittleEndian(wide, Number(BinaryPrimitives.ReadUInt64LittleEndian(wide)));
        if (bigEndian)
            wide[..size].Reverse();
        wide[..size].CopyTo(place);
    }

    // A block many times over, up to the longest input: what is slower than linear shows there.
    private void BlowUp()
    {
        var at = random.NextInt32(_length + 1);
        var block = _bytes.AsSpan(at, Math.Min(1 + random.NextInt32(4 * LongestBlock), _length - at)).ToArray();
        if (block.Length == 0)
            return;
        var repeated = new byte[(MaximumLength - _length) / block.Length * block.Length];
        for (var i = 0; i < repeated.Length; i += block.Length)
            block.CopyTo(repeated, i);
        Replace(at, 0, repeated, MaximumLength);
    }

    private void Replace(int at, int removed, ReadOnlySpan<byte> inserted, int mostBytes = UsualLength)
    {
        if (inserted.Length > removed && _length - removed + inserted.Length > mostBytes)
            return;
        Span<byte> copy = inserted.Overlaps(_bytes) ? inserted.ToArray() : [];
        var source = copy.IsEmpty ? inserted : copy;
        _bytes.AsSpan(at + removed, _length - at - removed).CopyTo(_bytes.AsSpan(at + source.Length));
        source.CopyTo(_bytes.AsSpan(at));
        _length += source.Length - removed;
    }
}
