namespace TorchBasics.Formats.Onnx;

/// <summary>What an attribute holds; the numbers are those of the format.</summary>
public enum OnnxAttributeType
{
    /// <summary>Something that these records do not hold: a graph, a sparse tensor, a type.</summary>
    Other = 0,

    /// <summary>A binary32.</summary>
    Float = 1,

    /// <summary>A whole number.</summary>
    Integer = 2,

    /// <summary>Text.</summary>
    Text = 3,

    /// <summary>An array of numbers.</summary>
    Tensor = 4,

    /// <summary>A list of binary32 numbers.</summary>
    Floats = 6,

    /// <summary>A list of whole numbers.</summary>
    Integers = 7,

    /// <summary>A list of texts.</summary>
    Texts = 8,
}
