using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SharpFuzz.Common;

namespace TorchBasics.Tests.Fuzz;

/// <summary>
/// The map that instrumented code counts its edges in, and what was ever seen there. An edge is a pair of places, hashed
/// into 16 bits; counts are told apart in eight classes: 1, 2, 3, 4 to 7, 8 to 15, 16 to 31, 32 to 127, more.
/// Source: the technical notes of american fuzzy lop, section "Coverage measurements".
/// </summary>
internal sealed unsafe class Coverage : IDisposable
{
    private const int Size = 1 << 16; // as SharpFuzz writes it

    private static readonly byte[] Classes = [.. Enumerable.Range(0, 256).Select(count => (byte)(count switch
    {
        0 => 0,
        <= 3 => 1 << (count - 1),
        < 8 => 8,
        < 16 => 16,
        < 32 => 32,
        < 128 => 64,
        _ => 128,
    }))];

    private readonly byte* _map = (byte*)NativeMemory.AlignedAlloc(Size, (nuint)Vector512<byte>.Count);
    private readonly byte[] _seen = new byte[Size];

    public Coverage()
    {
        new Span<byte>(_map, Size).Clear();
        Trace.SharedMem = _map;
    }

    /// <summary>Edges ever seen.</summary>
    public int Edges { get; private set; }

    /// <summary>Forgets what ran since the last input.</summary>
    public void Start()
    {
        new Span<byte>(_map, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Takes the counts in and clears the map.</summary>
    /// <returns>Whether anything was seen for the first time.</returns>
    public bool Finish()
    {
        var isNew = false;
        for (var start = 0; start < Size; start += Vector256<byte>.Count)
        {
            var counts = Vector256.LoadAligned(_map + start);
            if (counts == Vector256<byte>.Zero)
                continue;
            Vector256<byte>.Zero.StoreAligned(_map + start);
            for (var rest = ~Vector256.Equals(counts, Vector256<byte>.Zero)
                .ExtractMostSignificantBits(); rest != 0; rest &= rest - 1)
            {
                var place = BitOperations.TrailingZeroCount(rest);
                isNew |= Take(start + place, Classes[counts[place]]);
            }
        }

        Trace.PrevLocation = 0;
        return isNew;
    }

    public void Dispose() => NativeMemory.AlignedFree(_map);

    private bool Take(int edge, byte kind)
    {
        if ((_seen[edge] & kind) != 0)
            return false;
        Edges += _seen[edge] == 0 ? 1 : 0;
        _seen[edge] |= kind;
        return true;
    }
}
