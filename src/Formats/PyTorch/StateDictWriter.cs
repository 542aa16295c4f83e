using System.Text;
using TorchBasics.Core;
using TorchBasics.Formats.PyTorch.Pickling;
using TorchBasics.Formats.Zip;

namespace TorchBasics.Formats.PyTorch;

/// <summary>Describes arrays in a pickle, as a state_dict, and writes the archive.</summary>
internal sealed class StateDictWriter
{
    private const string DefaultFolder = "archive"; // PyTorch's, for a stream without a name

    private static readonly byte[] Version = "3\n"u8.ToArray();
    private static readonly byte[] LittleEndian = "little"u8.ToArray();

    private readonly string _folder;
    private readonly List<NamedArray> _arrays;
    private readonly List<KeyValuePair<string, string>> _extra;
    private readonly byte[] _pickle;

    public StateDictWriter(string path, IEnumerable<NamedArray> arrays, IReadOnlyDictionary<string, string>? extra)
    {
        _folder = FolderOf(path);
        _arrays = [.. arrays];
        _extra = [.. (extra ?? new Dictionary<string, string>()).OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        foreach (var (name, _) in _extra)
            if (ZipName.Problem(name) is { } problem)
                throw new ArgumentException($"'{name}' cannot be the name of a text: it {problem}.", nameof(extra));
        CheckArrays(_arrays);
        _pickle = Describe();
    }

    /// <summary>Writes the archive.</summary>
    public void WriteTo(Stream stream)
    {
        var zip = new ZipWriter(stream);
        zip.Add(_folder + TorchRecord.Pickle, _pickle);
        zip.Add(_folder + TorchRecord.ByteOrder, LittleEndian);
        for (var i = 0; i < _arrays.Count; i++)
            zip.Add($"{_folder}{TorchRecord.DataFolder}{i}", _arrays[i].Bytes.Span);
        foreach (var (name, text) in _extra)
            zip.Add(_folder + TorchRecord.ExtraFolder + name, Encoding.UTF8.GetBytes(text));
        zip.Add(_folder + TorchRecord.Version, Version);
        zip.Complete();
    }

    private static void CheckArrays(List<NamedArray> arrays)
    {
        var names = new HashSet<string>();
        foreach (var array in arrays)
        {
            if (!names.Add(array.Name))
                throw new ArgumentException($"Two arrays are called '{array.Name}'.", nameof(arrays));
            if (Encoding.UTF8.GetByteCount(array.Name) > PickleMachine.LongestKey)
                throw new ArgumentException(
                    $"The name of an array has {Encoding.UTF8.GetByteCount(array.Name)} bytes; "
                    + $"at most {PickleMachine.LongestKey} are written.",
                    nameof(arrays));
            if (array.Sizes.Count > TorchObjects.MaximumRank)
                throw new ArgumentException(
                    $"{array.Name} has {array.Sizes.Count} axes; PyTorch allows {TorchObjects.MaximumRank}.", nameof(arrays));
        }
    }

    private static string FolderOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return (name.Length > 0 && !name.Contains(':') && ZipName.Problem(name) is null ? name : DefaultFolder) + "/";
    }

    private byte[] Describe()
    {
        var pickle = new PickleWriter();
        pickle.WriteOrderedDictionary();
        pickle.Write(PickleOpcode.Mark);
        for (var i = 0; i < _arrays.Count; i++)
            Describe(pickle, _arrays[i], record: $"{i}");
        pickle.Write(PickleOpcode.SetItems);
        pickle.Write(PickleOpcode.Stop);
        return pickle.ToArray();
    }

    // name: _rebuild_tensor_v2(storage, offset, sizes, strides, requires_grad, backward_hooks); v3 has a dtype at the end.
    private static void Describe(PickleWriter pickle, NamedArray array, string record)
    {
        var storage = TorchType.StorageOf(array.Type);
        pickle.WriteText(array.Name);
        pickle.WriteGlobal("torch._utils", storage is null ? "_rebuild_tensor_v3" : "_rebuild_tensor_v2");
        pickle.Write(PickleOpcode.Mark);
        DescribeStorage(pickle, array, storage, record);
        pickle.WriteInteger(0);
        pickle.WriteTuple(array.Sizes);
        pickle.WriteTuple(Strides(array.Sizes));
        pickle.Write(PickleOpcode.NewFalse);
        pickle.WriteOrderedDictionary();
        if (storage is null)
            pickle.WriteGlobal("torch", TorchType.DataTypeOf(array.Type));
        pickle.Write(PickleOpcode.Tuple);
        pickle.Write(PickleOpcode.Reduce);
    }

    // ("storage", class, record, device, number of elements)
    private static void DescribeStorage(PickleWriter pickle, NamedArray array, string? storage, string record)
    {
        pickle.Write(PickleOpcode.Mark);
        pickle.WriteText("storage");
        pickle.WriteGlobal(storage is null ? "torch.storage" : "torch", storage ?? "UntypedStorage");
        pickle.WriteText(record);
        pickle.WriteText("cpu");
        pickle.WriteInteger(storage is null ? array.Bytes.Length : array.Count);
        pickle.Write(PickleOpcode.Tuple);
        pickle.Write(PickleOpcode.BinPersId);
    }

    private static long[] Strides(IReadOnlyList<long> sizes)
    {
        var strides = new long[sizes.Count];
        var stride = 1L;
        for (var axis = sizes.Count - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            // an array of nothing may have any other sizes
            stride = (long)Int128.Min((Int128)stride * Math.Max(sizes[axis], 1), long.MaxValue);
        }

        return strides;
    }
}
