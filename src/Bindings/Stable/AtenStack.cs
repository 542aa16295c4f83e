using System.Text;
using TorchBasics.Core.Errors;
using static TorchSharp.torch;

namespace TorchBasics.Bindings.Stable;

/// <summary>The values on libtorch's stack that own something: making, reading and freeing them.</summary>
internal static unsafe class AtenStack
{
    /// <summary>Fails when a function of the interface did.</summary>
    public static void Check(int code)
    {
        if (code != 0)
            throw new TorchBasicsException(
                ErrorKind.Failed,
                $"libtorch failed with code {code}, likely for lack of memory; its reason is on the error stream.");
    }

    /// <summary>
    /// Puts a value into a heap cell that libtorch frees as it frees one of its own (delete of 64 bits). The interface has
    /// no function for such a cell, so that one is taken of the same size and allocator: a tensor without content.
    /// </summary>
    public static ulong NewCell(ulong value)
    {
        Check(StableFunctions.NewUndefinedTensor(out var cell));
        *(ulong*)cell = value;
        return (ulong)cell;
    }

    /// <summary>Makes a list of values, which it owns.</summary>
    public static nint NewList(int capacity)
    {
        Check(StableFunctions.NewList((nuint)capacity, out var list));
        return list;
    }

    /// <summary>Makes a text of UTF-8 bytes that end with a zero.</summary>
    public static ulong NewText(ReadOnlySpan<byte> zeroTerminated)
    {
        fixed (byte* bytes = zeroTerminated)
        {
            Check(StableFunctions.NewText(bytes, (nuint)zeroTerminated.Length - 1, out var text));
            return (ulong)text;
        }
    }

    /// <summary>Frees what a value owns.</summary>
    public static void Free(in AtenType type, ulong value)
    {
        if (type.IsOptional)
        {
            if (value == 0)
                return;
            Free(type.Present, *(ulong*)value);
            FreeCell(value);
        }
        else if (type.IsList)
        {
            for (nuint i = 0; i < ListSize(value); i++)
                Free(type.Element, ListItem(value, i));
            Check(StableFunctions.DeleteList((nint)value));
        }
        else if (type.Kind == AtenKind.Tensor)
        {
            Check(StableFunctions.DeleteTensor((nint)value));
        }
        else if (type.Kind == AtenKind.Text)
        {
            Check(StableFunctions.DeleteText((nint)value));
        }
    }

    /// <summary>Reads a result and frees what carried it; tensors go into the current dispose scope.</summary>
    public static AtenValue Take(in AtenType type, ulong value)
    {
        if (type.IsOptional)
        {
            if (value == 0)
                return AtenValue.None;
            var content = *(ulong*)value;
            FreeCell(value);
            return Take(type.Present, content);
        }

        return type.IsList ? TakeList(type, value) : type.Kind switch
        {
            AtenKind.Tensor => Tensor.UnsafeCreateTensor((nint)value),
            AtenKind.Boolean => (value & 0xFF) != 0, // one byte is set, the others are not said to be
            AtenKind.Float64 => BitConverter.UInt64BitsToDouble(value),
            AtenKind.Text => TakeText(value),
            AtenKind.ScalarType => (ScalarType)(sbyte)value,
            _ => (long)value,
        };
    }

    private static AtenValue TakeList(in AtenType type, ulong list)
    {
        var items = new AtenValue[ListSize(list)];
        for (var i = 0; i < items.Length; i++)
            items[i] = Take(type.Element, ListItem(list, (nuint)i));
        Check(StableFunctions.DeleteList((nint)list));
        return AtenValue.List(type.Kind, items);
    }

    private static AtenValue TakeText(ulong text)
    {
        Check(StableFunctions.TextLength((nint)text, out var length));
        Check(StableFunctions.TextBytes((nint)text, out var bytes));
        var value = Encoding.UTF8.GetString(bytes, (int)length);
        Check(StableFunctions.DeleteText((nint)text));
        return value;
    }

    private static nuint ListSize(ulong list)
    {
        Check(StableFunctions.ListSize((nint)list, out var size));
        return size;
    }

    private static ulong ListItem(ulong list, nuint index)
    {
        Check(StableFunctions.ListItem((nint)list, index, out var item));
        return item;
    }

    /// <summary>Frees a cell as what it was made as, see <see cref="NewCell"/>.</summary>
    private static void FreeCell(ulong cell)
    {
        Check(StableFunctions.NewUndefinedTensor(out var empty));
        *(ulong*)cell = *(ulong*)empty; // a tensor without content holds no reference
        Check(StableFunctions.DeleteTensor((nint)cell));
        Check(StableFunctions.DeleteTensor(empty));
    }
}
