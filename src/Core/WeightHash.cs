using System.Security.Cryptography;
using System.Text;

namespace TorchBasics.Core;

/// <summary>The hash by which weights are compared.</summary>
public static class WeightHash
{
    /// <summary>Hashes arrays with their names, types and sizes.</summary>
    /// <param name="weights">Every array of a network, in its order.</param>
    /// <returns>SHA-256 in lower-case hexadecimal.</returns>
    public static string Of(IEnumerable<NamedArray> weights)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var array in weights)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{array}\n"));
            hash.AppendData(array.Bytes.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
