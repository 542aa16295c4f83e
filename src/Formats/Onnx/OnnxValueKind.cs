namespace TorchBasics.Formats.Onnx;

/// <summary>What a value of a graph is.</summary>
public enum OnnxValueKind
{
    /// <summary>Not said, as for values inside a graph.</summary>
    Unknown,

    /// <summary>An array of numbers.</summary>
    Tensor,

    /// <summary>A list of arrays.</summary>
    Sequence,

    /// <summary>Perhaps an array or a list of arrays, perhaps nothing.</summary>
    Optional,

    /// <summary>A map or a sparse array.</summary>
    Other,
}
