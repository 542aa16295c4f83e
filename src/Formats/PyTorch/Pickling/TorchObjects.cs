using System.Text;
using TorchBasics.Core;

namespace TorchBasics.Formats.PyTorch.Pickling;

/// <summary>Makes storages out of the records of an archive, and tensors out of storages.</summary>
/// <param name="source">The pickle, for messages and memory.</param>
/// <param name="records">The records that hold the numbers, by key.</param>
/// <param name="fileLength">Bytes of the whole file.</param>
internal sealed class TorchObjects(PickleSource source, Dictionary<string, StorageRecord> records, int fileLength)
{
    /// <summary>The most axes that a tensor can have, in PyTorch too.</summary>
    public const int MaximumRank = 64;

    private const int LongestKey = 32; // letters; PyTorch uses a number
    private const int StorageCost = 64;
    private const int TensorCost = 112; // with arrays for sizes and strides

    private const long FixedCopyBudget = 1 << 20;

    private long _copyBudget = fileLength + FixedCopyBudget;

    /// <summary>The storage that ("storage", class, record, device, number of elements) names.</summary>
    public PickleStorage Storage(int place, PickleValue id)
    {
        if (id is not PickleTuple
            {
                Items: [PickleText kind, PickleGlobal { Role: TorchGlobal.Storage, Type: var type }, PickleText key, PickleText,
                    PickleInteger count]
            }
            || !kind.Utf8.SequenceEqual("storage"u8))
            throw source.Malformed(
                place, "a storage must be named by 'storage', its class, its record, its device and its number of elements.");
        var record = Find(place, key);
        if (count.Value < 0 || record.Bytes.Length != (Int128)count.Value * SizeOf(type))
            throw source.Malformed(place, $"the record data/{record.Key} has {record.Bytes.Length} bytes; "
                + $"{count.Value} elements of {Describe(type)} are said to be in it.");
        var storage = record.Storage ??= Create(place, record, type);
        return storage.Type == type ? storage : throw source.Malformed(
            place, $"the record data/{record.Key} is used as {Describe(storage.Type)} and as {Describe(type)}.");
    }

    /// <summary>A tensor of (storage, offset, sizes, strides, whether it has a gradient, hooks).</summary>
    public PickleTensor Tensor(int place, PickleValue[] arguments)
    {
        if (arguments is not [PickleStorage { Type: { } type } storage, PickleInteger offset, PickleTuple sizes,
            PickleTuple strides, _, PickleDictionary { Items.Count: 0 }])
            throw source.Malformed(place, "a tensor must be given by its storage, offset, sizes, strides, "
                + "whether it has a gradient, and no hooks; views that are conjugated or negated are not supported.");
        return Create(place, type, storage.Bytes, offset.Value, sizes, strides);
    }

    /// <summary>The same with a dtype, on a storage of untyped bytes.</summary>
    public PickleTensor TensorOfType(int place, PickleValue[] arguments)
    {
        if (arguments is not [PickleStorage { Type: null } storage, PickleInteger offset, PickleTuple sizes, PickleTuple strides,
            _, PickleDictionary { Items.Count: 0 }, PickleGlobal { Role: TorchGlobal.DataType, Type: { } type }])
            throw source.Malformed(place, "a tensor must be given by its untyped storage, offset, sizes, strides, "
                + "whether it has a gradient, no hooks, and a dtype.");
        if (storage.Bytes.Length % SizeOf(type) != 0)
            throw source.Malformed(place, $"a storage of {storage.Bytes.Length} bytes cannot hold elements of {type}.");
        if (type == ElementType.Boolean)
            throw source.Malformed(place, "truth values are expected in a BoolStorage.");
        return Create(place, type, storage.Bytes, offset.Value, sizes, strides);
    }

    private static int SizeOf(ElementType? type) => type is { } known ? NamedArray.SizeOf(known) : 1;

    private static string Describe(ElementType? type) => type is { } known ? $"{known}" : "untyped bytes";

    // Without a new string for each look-up.
    private StorageRecord Find(int place, PickleText key)
    {
        Span<char> letters = stackalloc char[LongestKey];
        return Encoding.UTF8.TryGetChars(key.Utf8, letters, out var length)
            && records.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(letters[..length], out var record)
            ? record
            : throw source.Malformed(place, $"the record data/{PickleSource.Quote(key.Utf8)} is missing.");
    }

    private PickleStorage Create(int place, StorageRecord record, ElementType? type)
    {
        if (type == ElementType.Boolean && record.Bytes.Span.ContainsAnyExceptInRange((byte)0, (byte)1))
            throw source.Malformed(place, $"a truth value in the record data/{record.Key} is neither 0 nor 1.");
        source.Charge(place, StorageCost);
        return new PickleStorage(type, record.Bytes);
    }

    private PickleTensor Create(
        int place, ElementType type, ReadOnlyMemory<byte> storage, long offset, PickleTuple sizes, PickleTuple strides)
    {
        if (sizes.Items.Length != strides.Items.Length || sizes.Items.Length > MaximumRank)
            throw source.Malformed(place, $"a tensor has {sizes.Items.Length} sizes and {strides.Items.Length} strides; "
                + $"as many of each, at most {MaximumRank}, are expected.");
        source.Charge(place, TensorCost + (2L * sizeof(long) * sizes.Items.Length));
        var view = new StridedView(offset, Numbers(place, sizes), Numbers(place, strides));
        var size = NamedArray.SizeOf(type);
        if (view.Problem(storage.Length / size) is { } problem)
            throw source.Malformed(place, $"a tensor {problem}.");
        if (view.IsContiguous)
            return new PickleTensor(type, view.Sizes, storage.Slice((int)offset * size, (int)view.Count * size));
        _copyBudget -= view.Count * size;
        if (_copyBudget < 0)
            throw source.Malformed(place, $"the views in the file unfold into more than its own {fileLength} bytes and "
                + $"{FixedCopyBudget}. Save contiguous tensors.");
        return new PickleTensor(type, view.Sizes, view.Copy(storage.Span, size));
    }

    private long[] Numbers(int place, PickleTuple tuple)
    {
        var numbers = new long[tuple.Items.Length];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = tuple.Items[i] is PickleInteger { Value: >= 0 and var value }
                ? value
                : throw source.Malformed(place, "the sizes and strides of a tensor must be numbers from 0 on.");
        return numbers;
    }
}
