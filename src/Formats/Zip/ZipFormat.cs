using System.Buffers.Binary;

namespace TorchBasics.Formats.Zip;

/// <summary>The constants of the format. Source: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3 to 4.5.</summary>
internal static class ZipFormat
{
    /// <summary>Begins the header before each content.</summary>
    public const uint LocalSignature = 0x04034B50;

    /// <summary>Begins the check sum and the sizes after a content.</summary>
    public const uint DescriptorSignature = 0x08074B50;

    /// <summary>Begins an entry of the directory.</summary>
    public const uint DirectorySignature = 0x02014B50;

    /// <summary>Begins the record that ends the archive.</summary>
    public const uint EndSignature = 0x06054B50;

    /// <summary>Begins the end record with 64-bit numbers.</summary>
    public const uint LargeEndSignature = 0x06064B50;

    /// <summary>Begins the record that tells where the end record with 64-bit numbers is.</summary>
    public const uint LocatorSignature = 0x07064B50;

    /// <summary>Bytes of a local header before the name.</summary>
    public const int LocalLength = 30;

    /// <summary>Bytes of an entry of the directory before the name.</summary>
    public const int DirectoryLength = 46;

    /// <summary>Bytes of the end record without a comment.</summary>
    public const int EndLength = 22;

    /// <summary>Bytes of the end record with 64-bit numbers.</summary>
    public const int LargeEndLength = 56;

    /// <summary>Bytes of that end record after the field that counts them.</summary>
    public const int LargeEndRest = 44;

    /// <summary>Bytes of the locator.</summary>
    public const int LocatorLength = 20;

    /// <summary>Flag: the content is encrypted.</summary>
    public const int Encrypted = 0x0001;

    /// <summary>Flag: check sum and sizes follow the content, because they were not known before it.</summary>
    public const int HasDescriptor = 0x0008;

    /// <summary>Flag: the name is UTF-8.</summary>
    public const int Utf8 = 0x0800;

    /// <summary>Extra field: numbers that do not fit into 32 bits.</summary>
    public const int LargeField = 0x0001;

    /// <summary>Extra field "FB", with which PyTorch moves contents to a multiple of 64 bytes.</summary>
    public const int PaddingField = 0x4246;

    /// <summary>Whether a file begins as an archive does: with an entry, or at once with one of the end records.</summary>
    public static bool IsBeginning(ReadOnlySpan<byte> start) =>
        start.Length >= sizeof(uint)
        && BinaryPrimitives.ReadUInt32LittleEndian(start) is (LocalSignature or EndSignature or LargeEndSignature);
}
