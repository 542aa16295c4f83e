namespace TorchBasics.Bindings.Stable;

/// <summary>What an argument or a result of an operator is.</summary>
public enum AtenKind
{
    /// <summary>Nothing: an optional argument that is left out. Schema: "None".</summary>
    None,

    /// <summary>A tensor, "Tensor".</summary>
    Tensor,

    /// <summary>A whole number, "int" or "SymInt".</summary>
    Int64,

    /// <summary>A real number, "float", which is a double.</summary>
    Float64,

    /// <summary>"bool".</summary>
    Boolean,

    /// <summary>A text, "str".</summary>
    Text,

    /// <summary>The type of a tensor's elements, "ScalarType".</summary>
    ScalarType,

    /// <summary>"Layout" or "MemoryFormat", as libtorch's number of it.</summary>
    Code,

    /// <summary>Something that the stable C interface cannot carry, "Scalar" and "Generator" above all.</summary>
    Unsupported,
}
