namespace TorchBasics.Bindings.Stable;

/// <summary>A type as a schema writes it: "Tensor", "Tensor(a!)[]", "int[2]?", "Tensor?[]".</summary>
/// <param name="Kind">What each element is.</param>
/// <param name="IsList">Whether it is a list of them.</param>
/// <param name="IsOptional">Whether the whole may be None.</param>
/// <param name="HasOptionalElements">Whether the elements of a list may be None.</param>
internal readonly record struct AtenType(AtenKind Kind, bool IsList, bool IsOptional, bool HasOptionalElements)
{
    /// <summary>The type of an element of a list.</summary>
    public AtenType Element => new(Kind, false, HasOptionalElements, false);

    /// <summary>The same without the permission to be None.</summary>
    public AtenType Present => this with { IsOptional = false };

    /// <summary>Reads a type; marks of aliasing, such as "(a!)", say nothing about how it is passed.</summary>
    public static AtenType Parse(ReadOnlySpan<char> text)
    {
        var optional = text.EndsWith("?");
        if (optional)
            text = text[..^1];
        var list = text.EndsWith("]");
        if (list)
            text = text[..text.LastIndexOf('[')];
        var elements = list && text.EndsWith("?");
        if (elements)
            text = text[..^1];
        var alias = text.IndexOf('(');
        return new AtenType(KindOf(alias < 0 ? text : text[..alias]), list, optional, elements);
    }

    private static AtenKind KindOf(ReadOnlySpan<char> name) => name switch
    {
        "Tensor" => AtenKind.Tensor,
        "int" or "SymInt" => AtenKind.Int64,
        "float" => AtenKind.Float64,
        "bool" => AtenKind.Boolean,
        "str" => AtenKind.Text,
        "ScalarType" => AtenKind.ScalarType,
        "Layout" or "MemoryFormat" => AtenKind.Code,
        _ => AtenKind.Unsupported,
    };
}
