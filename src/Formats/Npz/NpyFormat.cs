using TorchBasics.Core;

namespace TorchBasics.Formats.Npz;

/// <summary>The constants of NumPy's format for one array. Source: NumPy's numpy/lib/format.py and NEP 1.</summary>
internal static class NpyFormat
{
    /// <summary>What the entry of an array adds to its name.</summary>
    public const string Extension = ".npy";

    /// <summary>The longest header that is read, which is also what NumPy reads without being asked to.</summary>
    public const int LongestHeader = 10_000;

    /// <summary>The numbers of an array begin at a multiple of this many bytes of its file.</summary>
    public const int Alignment = 64;

    /// <summary>The most axes that an array can have, as in NumPy 2.</summary>
    public const int MaximumRank = 64;

    // NumPy has no bfloat16.
    private static readonly (ElementType Type, string Name)[] Types =
    [
        (ElementType.Boolean, "|b1"),
        (ElementType.UInt8, "|u1"),
        (ElementType.Int8, "|i1"),
        (ElementType.UInt16, "<u2"),
        (ElementType.Int16, "<i2"),
        (ElementType.UInt32, "<u4"),
        (ElementType.Int32, "<i4"),
        (ElementType.UInt64, "<u8"),
        (ElementType.Int64, "<i8"),
        (ElementType.Float16, "<f2"),
        (ElementType.Float32, "<f4"),
        (ElementType.Float64, "<f8"),
    ];

    /// <summary>Begins every file.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The type of a name; null for what is not supported.</summary>
    public static ElementType? Find(string name) =>
        Array.FindIndex(Types, entry => entry.Name == name) is var index and >= 0 ? Types[index].Type : null;

    /// <summary>The name of a type; null for bfloat16.</summary>
    public static string? NameOf(ElementType type) => Array.Find(Types, entry => entry.Type == type).Name;
}
