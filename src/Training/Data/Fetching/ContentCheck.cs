using System.IO.Compression;
using System.Security.Cryptography;

namespace TorchBasics.Training.Data.Fetching;

/// <summary>Tells whether a file has the content it must have.</summary>
internal static class ContentCheck
{
    private const long MaximumUnpacked = 256 << 20; // five times the largest known content

    /// <summary>Whether a stream, read from its beginning, is the file.</summary>
    public static bool Matches(Stream stream, RemoteFile file)
    {
        stream.Position = 0;
        if (Convert.ToHexStringLower(SHA256.HashData(stream)) == file.Sha256)
            return true;
        stream.Position = 0;
        return file.ContentSha256 is not null && UnpackedHash(stream) == file.ContentSha256;
    }

    private static string? UnpackedHash(Stream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var gzip = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
        var buffer = new byte[1 << 16];
        try
        {
            for (var total = 0L; total <= MaximumUnpacked;)
            {
                var count = gzip.Read(buffer);
                if (count == 0)
                    return Convert.ToHexStringLower(hash.GetHashAndReset());
                hash.AppendData(buffer, 0, count);
                total += count;
            }
        }
        catch (InvalidDataException)
        {
            // not gzip, or a damaged one
        }

        return null;
    }
}
