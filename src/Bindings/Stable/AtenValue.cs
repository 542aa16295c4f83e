using static TorchSharp.torch;

namespace TorchBasics.Bindings.Stable;

/// <summary>An argument or a result of an operator. Numbers, tensors and arrays convert to it by themselves.</summary>
public readonly struct AtenValue
{
    private readonly object? _reference;

    private AtenValue(AtenKind kind, ulong bits, object? reference = null, bool isList = false) =>
        (Kind, Bits, _reference, IsList) = (kind, bits, reference, isList);

    /// <summary>An optional argument that is left out.</summary>
    public static AtenValue None => default;

    /// <summary>What it is, or what its elements are.</summary>
    public AtenKind Kind { get; }

    /// <summary>Whether it is a list.</summary>
    public bool IsList { get; }

    /// <summary>The elements of a list.</summary>
    /// <exception cref="InvalidCastException">It is no list.</exception>
    public IReadOnlyList<AtenValue> Items => IsList ? (AtenValue[])_reference! : throw Wrong("a list");

    /// <summary>A number, truth value or code as the stack holds it.</summary>
    internal ulong Bits { get; }

    /// <summary>A whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator AtenValue(long value) => new(AtenKind.Int64, (ulong)value);

    /// <summary>A real number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator AtenValue(double value) => new(AtenKind.Float64, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>A truth value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator AtenValue(bool value) => new(AtenKind.Boolean, value ? 1UL : 0);

    /// <summary>A text.</summary>
    /// <param name="value">The text; null is None.</param>
    public static implicit operator AtenValue(string? value) => value is null ? None : new(AtenKind.Text, 0, value);

    /// <summary>A type of elements.</summary>
    /// <param name="value">The type.</param>
    public static implicit operator AtenValue(ScalarType value) => new(AtenKind.ScalarType, (ulong)value);

    /// <summary>A tensor.</summary>
    /// <param name="value">The tensor, which stays the caller's; null is None.</param>
    public static implicit operator AtenValue(Tensor? value) => value is null ? None : new(AtenKind.Tensor, 0, value);

    /// <summary>A list of tensors.</summary>
    /// <param name="values">The tensors; a null among them is None.</param>
    public static implicit operator AtenValue(Tensor?[] values) => Tensors(values);

    /// <summary>A list of whole numbers.</summary>
    /// <param name="values">The numbers.</param>
    public static implicit operator AtenValue(long[] values) =>
        List(AtenKind.Int64, [.. values.Select(value => (AtenValue)value)]);

    /// <summary>A list of real numbers.</summary>
    /// <param name="values">The numbers.</param>
    public static implicit operator AtenValue(double[] values) =>
        List(AtenKind.Float64, [.. values.Select(value => (AtenValue)value)]);

    /// <summary>A list of truth values.</summary>
    /// <param name="values">The values.</param>
    public static implicit operator AtenValue(bool[] values) =>
        List(AtenKind.Boolean, [.. values.Select(value => (AtenValue)value)]);

    /// <summary>A list of tensors.</summary>
    /// <param name="values">The tensors; a null among them is None.</param>
    /// <returns>The list.</returns>
    public static AtenValue Tensors(IEnumerable<Tensor?> values) =>
        List(AtenKind.Tensor, [.. values.Select(value => (AtenValue)value)]);

    /// <summary>The tensor.</summary>
    /// <returns>The tensor: of a result, a new one in the dispose scope in which the operator was called.</returns>
    /// <exception cref="InvalidCastException">It is no tensor.</exception>
    public Tensor ToTensor() => !IsList && _reference is Tensor tensor ? tensor : throw Wrong("a tensor");

    /// <summary>The whole number.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="InvalidCastException">It is none.</exception>
    public long ToInt64() => !IsList && Kind is AtenKind.Int64 or AtenKind.Code ? (long)Bits : throw Wrong("a whole number");

    /// <summary>The real number.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="InvalidCastException">It is none.</exception>
    public double ToDouble() =>
        !IsList && Kind == AtenKind.Float64 ? BitConverter.UInt64BitsToDouble(Bits) : throw Wrong("a real number");

    /// <summary>The truth value.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidCastException">It is none.</exception>
    public bool ToBoolean() => !IsList && Kind == AtenKind.Boolean ? Bits != 0 : throw Wrong("a truth value");

    /// <summary>The text.</summary>
    /// <returns>The text.</returns>
    /// <exception cref="InvalidCastException">It is none.</exception>
    public string ToText() => _reference as string ?? throw Wrong("a text");

    /// <summary>In words, for messages: "tensor Float32 [2, 3]", "4", "None", a list in brackets.</summary>
    /// <returns>The words.</returns>
    public override string ToString() => IsList ? $"[{string.Join(", ", Items)}]" : Kind switch
    {
        AtenKind.None => "None",
        AtenKind.Tensor => ToTensor() is { IsInvalid: false } tensor
            ? $"tensor {tensor.dtype} [{string.Join(", ", tensor.shape)}]"
            : "a disposed tensor",
        AtenKind.Float64 => FormattableString.Invariant($"{ToDouble():R}"),
        AtenKind.Boolean => $"{ToBoolean()}",
        AtenKind.Text => $"'{_reference}'",
        AtenKind.ScalarType => $"{(ScalarType)Bits}",
        _ => $"{(long)Bits}",
    };

    /// <summary>A list of values of one kind.</summary>
    internal static AtenValue List(AtenKind kind, AtenValue[] items) => new(kind, 0, items, isList: true);


    private InvalidCastException Wrong(string wanted) => new($"The value is {this}, not {wanted}.");
}
