using TorchBasics.Core;

namespace TorchBasics.Formats.SafeTensors;

/// <summary>The names of element types in a safetensors file.</summary>
internal static class SafeTensorsType
{
    // In the order of the format's own list; its writer puts the last type first, so that larger elements come first.
    private static readonly (string Name, ElementType Type)[] Types =
    [
        ("BOOL", ElementType.Boolean),
        ("U8", ElementType.UInt8),
        ("I8", ElementType.Int8),
        ("I16", ElementType.Int16),
        ("U16", ElementType.UInt16),
        ("F16", ElementType.Float16),
        ("BF16", ElementType.BFloat16),
        ("I32", ElementType.Int32),
        ("U32", ElementType.UInt32),
        ("F32", ElementType.Float32),
        ("F64", ElementType.Float64),
        ("I64", ElementType.Int64),
        ("U64", ElementType.UInt64),
    ];

    public static ElementType? Find(string name) =>
        Array.FindIndex(Types, entry => entry.Name == name) is var index and >= 0 ? Types[index].Type : null;

    public static string NameOf(ElementType type) => Types[RankOf(type)].Name;

    /// <summary>Place in the format's list of types.</summary>
    public static int RankOf(ElementType type) => Array.FindIndex(Types, entry => entry.Type == type);
}
