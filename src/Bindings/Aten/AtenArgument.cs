using System.Text;
using TorchBasics.Bindings.Stable;
using static TorchSharp.torch;

namespace TorchBasics.Bindings.Aten;

/// <summary>
/// One argument of a prepared call: a copy of what was given, from which each call makes the value that it hands over.
/// </summary>
internal sealed class AtenArgument(string name, AtenType type) : IDisposable
{
    private bool _isNone = true;
    private int _count;
    private ulong[] _bits = new ulong[1];
    private AtenTensor?[] _tensors = [];
    private byte[]?[] _texts = [];

    /// <summary>Its name in the schema.</summary>
    public string Name => name;

    /// <summary>Its type in the schema.</summary>
    public AtenType Type => type;

    /// <summary>Whether a value can be handed over as this argument: a whole number as a real one too.</summary>
    public bool Accepts(in AtenValue value)
    {
        if (value.Kind == AtenKind.None)
            return type.IsOptional;
        if (value.IsList != type.IsList)
            return false;
        if (!value.IsList)
            return Converts(value);
        foreach (var item in value.Items)
            if (!(item.Kind == AtenKind.None ? type.HasOptionalElements : Converts(item)))
                return false;
        return true;
    }

    /// <summary>Copies a value that is accepted; the former one stays if that fails.</summary>
    public void Set(in AtenValue value)
    {
        if (value is { IsList: false, Kind: not (AtenKind.Tensor or AtenKind.Text) })
        {
            if (type.Kind == AtenKind.Tensor)
                Dispose();
            (_isNone, _count, _bits[0]) = (value.Kind == AtenKind.None, 1, BitsOf(value));
            return;
        }

        SetItems(value.IsList ? value.Items : [value]);
        _isNone = false;
    }

    /// <summary>A new value for a stack; it owns what it refers to.</summary>
    public ulong Push()
    {
        if (_isNone)
            return 0;
        var value = type.IsList ? PushList() : PushItem(0);
        return type.IsOptional ? InCell(type.Present, value) : value;
    }

    /// <summary>In words, for messages.</summary>
    public override string ToString()
    {
        if (_isNone)
            return $"{name} = None";
        var items = Enumerable.Range(0, _count).Select(Describe);
        return $"{name} = " + (type.IsList ? $"[{string.Join(", ", items)}]" : items.First());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _tensors)
            tensor?.Dispose();
        _tensors = [];
    }

    private static ulong InCell(in AtenType content, ulong value)
    {
        try
        {
            return AtenStack.NewCell(value);
        }
        catch
        {
            AtenStack.Free(content, value);
            throw;
        }
    }

    private void SetItems(IReadOnlyList<AtenValue> items)
    {
        var tensors = new AtenTensor?[type.Kind == AtenKind.Tensor ? items.Count : 0];
        try
        {
            for (var i = 0; i < tensors.Length; i++)
                tensors[i] = items[i].Kind == AtenKind.None ? null : AtenTensor.Of(items[i].ToTensor());
        }
        catch
        {
            foreach (var tensor in tensors)
                tensor?.Dispose();
            throw;
        }

        Dispose();
        (_tensors, _count) = (tensors, items.Count);
        _bits = new ulong[Math.Max(1, items.Count)];
        _texts = type.Kind == AtenKind.Text ? new byte[items.Count][] : [];
        for (var i = 0; i < items.Count; i++)
        {
            _bits[i] = BitsOf(items[i]);
            if (_texts.Length > 0 && items[i].Kind == AtenKind.Text)
                _texts[i] = [.. Encoding.UTF8.GetBytes(items[i].ToText()), 0];
        }
    }

    private bool Converts(in AtenValue value) =>
        value.Kind == type.Kind || (value.Kind == AtenKind.Int64 && type.Kind is (AtenKind.Float64 or AtenKind.Code));

    private ulong BitsOf(in AtenValue value) =>
        value.Kind == AtenKind.Int64 && type.Kind == AtenKind.Float64
            ? BitConverter.DoubleToUInt64Bits(value.ToInt64())
            : value.Bits;

    private ulong PushList()
    {
        var list = AtenStack.NewList(_count);
        try
        {
            for (var i = 0; i < _count; i++)
                AtenStack.Check(StableFunctions.AddToList(list, PushElement(i)));
            return (ulong)list;
        }
        catch
        {
            AtenStack.Free(type.Present, (ulong)list);
            throw;
        }
    }

    private ulong PushElement(int index)
    {
        if (!type.HasOptionalElements)
            return PushItem(index);
        var isNone = type.Kind == AtenKind.Tensor && _tensors[index] is null;
        return isNone ? 0 : InCell(type.Element.Present, PushItem(index));
    }

    private ulong PushItem(int index) => type.Kind switch
    {
        AtenKind.Tensor => (ulong)_tensors[index]!.NewReference(),
        AtenKind.Text => AtenStack.NewText(_texts[index]),
        _ => _bits[index],
    };

    private string Describe(int index)
    {
        if (type.Kind == AtenKind.Tensor)
        {
            if (_tensors[index] is not { IsClosed: false } reference)
                return "None";
            using var tensor = reference.ToTensor();
            return $"{(AtenValue)tensor}";
        }

        return type.Kind switch
        {
            AtenKind.Text => $"'{Encoding.UTF8.GetString(_texts[index].AsSpan()[..^1])}'",
            AtenKind.Float64 => FormattableString.Invariant($"{BitConverter.UInt64BitsToDouble(_bits[index]):R}"),
            AtenKind.Boolean => $"{_bits[index] != 0}",
            AtenKind.ScalarType => $"{(ScalarType)_bits[index]}",
            _ => $"{(long)_bits[index]}",
        };
    }
}
