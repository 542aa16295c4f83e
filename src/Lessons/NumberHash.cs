using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TorchBasics.Lessons;

/// <summary>Stands for many numbers: the first 16 hexadecimal digits of the SHA-256 of their bits.</summary>
public static class NumberHash
{
    /// <summary>Hashes numbers.</summary>
    /// <param name="numbers">The numbers, in order; each NaN counts as the same.</param>
    /// <returns>16 digits.</returns>
    public static string Of(IEnumerable<double> numbers)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        foreach (var number in numbers)
        {
            // The bits of a NaN that an operation makes differ between processors.
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, double.IsNaN(number) ? double.NaN : number);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
