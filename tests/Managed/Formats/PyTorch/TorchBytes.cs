using System.Text;
using TorchBasics.Formats.Zip;

namespace TorchBasics.Tests.Managed.Formats.PyTorch;

/// <summary>Pickles and archives written by hand, right or wrong.</summary>
internal static class TorchBytes
{
    public static readonly byte[] Proto = [0x80, 2];
    public static readonly byte[] Stop = "."u8.ToArray();
    public static readonly byte[] Mark = "("u8.ToArray();
    public static readonly byte[] EmptyTuple = ")"u8.ToArray();
    public static readonly byte[] Reduce = "R"u8.ToArray();
    public static readonly byte[] SetItems = "u"u8.ToArray();
    public static readonly byte[] EndTuple = "t"u8.ToArray();

    /// <summary>A pickle: the protocol, instructions, the end.</summary>
    public static byte[] Pickle(params byte[][] parts) => [.. Proto, .. Join(parts), .. Stop];

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    public static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    public static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [(byte)'X', .. BitConverter.GetBytes(bytes.Length), .. bytes];
    }

    public static byte[] Number(int value) => [(byte)'J', .. BitConverter.GetBytes(value)];

    public static byte[] Global(string module, string name) => Encoding.UTF8.GetBytes($"c{module}\n{name}\n");

    public static byte[] TupleOf(params byte[][] items) => Join([Mark, .. items, EndTuple]);

    public static byte[] Numbers(params int[] values) => TupleOf([.. values.Select(Number)]);

    public static byte[] Call(byte[] function, params byte[][] arguments) => Join(function, TupleOf(arguments), Reduce);

    public static byte[] OrderedDictionary { get; } = Join(Global("collections", "OrderedDict"), EmptyTuple, Reduce);

    /// <summary>A dictionary of keys and values.</summary>
    public static byte[] Dictionary(params (string Key, byte[] Value)[] items) =>
        Join([Ascii("}"), Mark, .. items.Select(item => Join(Text(item.Key), item.Value)), SetItems]);

    public static byte[] Storage(string type, string key, int count) =>
        Join(TupleOf(Text("storage"), Global("torch", type), Text(key), Text("cpu"), Number(count)), Ascii("Q"));

    public static byte[] Tensor(byte[] storage, int offset, int[] sizes, int[] strides) =>
        Call(
            Global("torch._utils", "_rebuild_tensor_v2"),
            storage,
            Number(offset),
            Numbers(sizes),
            Numbers(strides),
            [0x89],
            OrderedDictionary);

    /// <summary>A tensor of one axis.</summary>
    public static byte[] Vector(int count, string key = "0") => Tensor(Storage("FloatStorage", key, count), 0, [count], [1]);

    /// <summary>An archive of a pickle and some storages, "0", "1", ...</summary>
    public static byte[] Archive(byte[] pickle, params byte[][] storages) =>
        Records(
            [("data.pkl", pickle), .. storages.Select((bytes, index) => ($"data/{index}", bytes)), ("version", Ascii("3\n"))]);

    /// <summary>An archive of records below the folder "m".</summary>
    public static byte[] Records(params (string Name, byte[] Bytes)[] records) =>
        Entries([.. records.Select(record => ("m/" + record.Name, record.Bytes))]);

    /// <summary>An archive of entries.</summary>
    public static byte[] Entries(params (string Name, byte[] Bytes)[] entries)
    {
        using var stream = new MemoryStream();
        var zip = new ZipWriter(stream);
        foreach (var (name, bytes) in entries)
            zip.Add(name, bytes);
        zip.Complete();
        return stream.ToArray();
    }

    public static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
