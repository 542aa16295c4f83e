namespace TorchBasics.Formats.Onnx;

/// <summary>How protobuf writes the value of a field.</summary>
internal enum WireType
{
    /// <summary>Seven bits per byte, the lowest first.</summary>
    Varint = 0,

    /// <summary>Eight bytes, the lowest first.</summary>
    Fixed64 = 1,

    /// <summary>A length, then so many bytes: text, a message, packed numbers.</summary>
    Bytes = 2,

    /// <summary>Four bytes, the lowest first.</summary>
    Fixed32 = 5,
}
