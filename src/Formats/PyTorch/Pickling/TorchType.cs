using TorchBasics.Core;

namespace TorchBasics.Formats.PyTorch.Pickling;

/// <summary>The names of element types in PyTorch: of the class that stores them, and of the dtype.</summary>
internal static class TorchType
{
    // The unsigned types came with PyTorch 2.3 and have no storage class; their tensors view untyped bytes.
    private static readonly (ElementType Type, string? Storage, string DataType)[] Types =
    [
        (ElementType.Float32, "FloatStorage", "float32"),
        (ElementType.Float64, "DoubleStorage", "float64"),
        (ElementType.Float16, "HalfStorage", "float16"),
        (ElementType.BFloat16, "BFloat16Storage", "bfloat16"),
        (ElementType.Int64, "LongStorage", "int64"),
        (ElementType.Int32, "IntStorage", "int32"),
        (ElementType.Int16, "ShortStorage", "int16"),
        (ElementType.Int8, "CharStorage", "int8"),
        (ElementType.UInt8, "ByteStorage", "uint8"),
        (ElementType.Boolean, "BoolStorage", "bool"),
        (ElementType.UInt16, null, "uint16"),
        (ElementType.UInt32, null, "uint32"),
        (ElementType.UInt64, null, "uint64"),
    ];

    /// <summary>All types that have a storage class.</summary>
    public static IEnumerable<(ElementType Type, string Name)> Storages =>
        Types.Where(entry => entry.Storage is not null).Select(entry => (entry.Type, entry.Storage!));

    /// <summary>All types.</summary>
    public static IEnumerable<(ElementType Type, string Name)> DataTypes => Types.Select(entry => (entry.Type, entry.DataType));

    /// <summary>The class that stores elements of a type; null for those that are stored untyped.</summary>
    public static string? StorageOf(ElementType type) => Find(type).Storage;

    /// <summary>The dtype.</summary>
    public static string DataTypeOf(ElementType type) => Find(type).DataType;

    private static (ElementType Type, string? Storage, string DataType) Find(ElementType type) =>
        Array.Find(Types, entry => entry.Type == type);
}
