using System.Buffers.Binary;
using System.IO.Compression;

namespace TorchBasics.Tests.Native.Training.Data;

/// <summary>IDX files written by hand, byte by byte, so that they can also be wrong.</summary>
internal static class IdxBytes
{
    public static readonly string[] Names =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    public static byte[] Of(int[] sizes, byte[] payload, byte type = 8)
    {
        var bytes = new byte[4 + (4 * sizes.Length) + payload.Length];
        (bytes[2], bytes[3]) = (type, (byte)sizes.Length);
        for (var i = 0; i < sizes.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + (4 * i)), sizes[i]);
        payload.CopyTo(bytes, 4 + (4 * sizes.Length));
        return bytes;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return result.ToArray();
    }

    /// <summary>Writes a small data set: 4 images of 2 x 3 to learn from, 2 to test by.</summary>
    public static void WriteSet(string folder, bool compressed = false, Func<string, byte[], byte[]>? damage = null)
    {
        Directory.CreateDirectory(folder);
        byte[][] contents =
        [
            Of([4, 2, 3], [.. Enumerable.Range(0, 24).Select(i => (byte)(i * 10))]),
            Of([4], [3, 1, 4, 1]),
            Of([2, 2, 3], [.. Enumerable.Range(0, 12).Select(i => (byte)(255 - i))]),
            Of([2], [5, 9]),
        ];
        for (var i = 0; i < Names.Length; i++)
        {
            var content = compressed ? Gzip(contents[i]) : contents[i];
            File.WriteAllBytes(
                Path.Combine(folder, compressed ? $"{Names[i]}.gz" : Names[i]), damage?.Invoke(Names[i], content) ?? content);
        }
    }
}
