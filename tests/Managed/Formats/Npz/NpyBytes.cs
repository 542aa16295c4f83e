using System.Text;
using TorchBasics.Core;
using TorchBasics.Formats.Npz;
using TorchBasics.Formats.Zip;

namespace TorchBasics.Tests.Managed.Formats.Npz;

/// <summary>Arrays of NumPy written by hand, right or wrong.</summary>
internal static class NpyBytes
{
    /// <summary>One array with its header.</summary>
    public static byte[] Npy(string header, byte[] data, byte version = 1) =>
    [
        0x93, .. "NUMPY"u8, version, 0,
        .. version == 1 ? BitConverter.GetBytes((ushort)header.Length) : BitConverter.GetBytes(header.Length),
        .. Encoding.Latin1.GetBytes(header),
        .. data,
    ];

    /// <summary>An archive of entries.</summary>
    public static byte[] Archive(params (string Name, byte[] Bytes)[] entries)
    {
        using var stream = new MemoryStream();
        var zip = new ZipWriter(stream);
        foreach (var (name, bytes) in entries)
            zip.Add(name, bytes);
        zip.Complete();
        return stream.ToArray();
    }

    /// <summary>Reads an archive of one array.</summary>
    public static NamedArray Parse(byte[] npy) => NpzFile.Parse("test", Archive(("a.npy", npy))).Single();

    /// <summary>Reads an archive of one array with a header.</summary>
    public static NamedArray Read(string header, byte[] data) => Parse(Npy(header, data));
}
