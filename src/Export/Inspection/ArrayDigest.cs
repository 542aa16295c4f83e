using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TorchBasics.Core;

namespace TorchBasics.Export.Inspection;

/// <summary>Takes in the bytes of an array part by part: its hash, and the range of its numbers.</summary>
internal sealed class ArrayDigest(ElementType type) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private double _smallest = double.PositiveInfinity;
    private double _largest = double.NegativeInfinity;
    private double _sum;
    private long _finite;
    private long _notFinite;

    /// <summary>Takes in some bytes: whole elements.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        switch (type)
        {
            case ElementType.Float32:
                Add<float>(bytes, value => value);
                break;
            case ElementType.Float64:
                Add<double>(bytes, value => value);
                break;
            case ElementType.Float16:
                Add<Half>(bytes, value => (double)value);
                break;
            case ElementType.BFloat16:
                Add<ushort>(bytes, bits => BitConverter.UInt32BitsToSingle((uint)bits << 16));
                break;
        }
    }

    /// <summary>The array, when all its bytes were taken in.</summary>
    public ArrayInspection Complete(string name, IReadOnlyList<long> sizes, long byteCount) =>
        new(name, type, sizes, byteCount, Convert.ToHexStringLower(_hash.GetHashAndReset()), Range());

    public void Dispose() => _hash.Dispose();

    private ArrayRange? Range() => (_finite, _notFinite) switch
    {
        (0, 0) => null,
        (0, _) => new(double.NaN, double.NaN, double.NaN, _notFinite),
        _ => new(_smallest, _largest, _sum / _finite, _notFinite),
    };

    private void Add<T>(ReadOnlySpan<byte> bytes, Func<T, double> read)
        where T : unmanaged
    {
        foreach (var element in MemoryMarshal.Cast<byte, T>(bytes))
        {
            var value = read(element);
            if (!double.IsFinite(value))
            {
                _notFinite++;
                continue;
            }

            (_smallest, _largest) = (Math.Min(_smallest, value), Math.Max(_largest, value));
            _sum += value;
            _finite++;
        }
    }
}
