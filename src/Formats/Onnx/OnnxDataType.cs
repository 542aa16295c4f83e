using TorchBasics.Core;

namespace TorchBasics.Formats.Onnx;

/// <summary>The numbers that ONNX gives to element types, and the fields that hold them.</summary>
public static class OnnxDataType
{
    internal const int FloatData = 4;
    internal const int Int32Data = 5;
    internal const int Int64Data = 7;
    internal const int DoubleData = 10;
    internal const int UInt64Data = 11;

    // The field that holds the elements of a type where they do not stand as raw bytes: small types share int32_data, and
    // the two 16-bit floats stand there as their bits.
    private static readonly (int Code, ElementType Type, int Field)[] Types =
    [
        (1, ElementType.Float32, FloatData), (2, ElementType.UInt8, Int32Data), (3, ElementType.Int8, Int32Data),
        (4, ElementType.UInt16, Int32Data), (5, ElementType.Int16, Int32Data), (6, ElementType.Int32, Int32Data),
        (7, ElementType.Int64, Int64Data), (9, ElementType.Boolean, Int32Data), (10, ElementType.Float16, Int32Data),
        (11, ElementType.Float64, DoubleData), (12, ElementType.UInt32, UInt64Data), (13, ElementType.UInt64, UInt64Data),
        (16, ElementType.BFloat16, Int32Data),
    ];

    private static readonly string[] Names =
    [
        "UNDEFINED", "FLOAT", "UINT8", "INT8", "UINT16", "INT16", "INT32", "INT64", "STRING", "BOOL", "FLOAT16", "DOUBLE",
        "UINT32",
        "UINT64", "COMPLEX64", "COMPLEX128", "BFLOAT16", "FLOAT8E4M3FN", "FLOAT8E4M3FNUZ", "FLOAT8E5M2", "FLOAT8E5M2FNUZ",
        "UINT4",
        "INT4", "FLOAT4E2M1",
    ];

    /// <summary>Our type, or null where we have none.</summary>
    /// <param name="code">The format's number, such as 1 for FLOAT.</param>
    /// <returns>The type.</returns>
    public static ElementType? Find(long code) =>
        Array.FindIndex(Types, entry => entry.Code == code) is var index and >= 0 ? Types[index].Type : null;

    /// <summary>The format's number of one of our types.</summary>
    internal static int CodeOf(ElementType type) => Array.Find(Types, entry => entry.Type == type).Code;

    /// <summary>The field of a tensor that lists elements of a type.</summary>
    internal static int FieldOf(ElementType type) => Array.Find(Types, entry => entry.Type == type).Field;

    /// <summary>The format's own name, for messages.</summary>
    /// <param name="code">Its number.</param>
    /// <returns>Such as "FLOAT"; the number where it has no name.</returns>
    public static string NameOf(long code) => code >= 0 && code < Names.Length ? Names[code] : $"{code}";
}
