using System.Text;

namespace TorchBasics.Tests.Managed.Formats.Onnx;

/// <summary>Writes protobuf by hand: fields one after another, and the few messages that the tests need.</summary>
internal static class Proto
{
    public static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }

    public static byte[] Number(int field, long value) => [.. Tag(field, 0), .. Varint((ulong)value)];

    public static byte[] Float(int field, float value) => [.. Tag(field, 5), .. BitConverter.GetBytes(value)];

    public static byte[] Double(int field, double value) => [.. Tag(field, 1), .. BitConverter.GetBytes(value)];

    public static byte[] Bytes(int field, params byte[][] parts) =>
        [.. Tag(field, 2), .. Varint((ulong)parts.Sum(part => part.Length)), .. parts.SelectMany(part => part)];

    public static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    public static byte[] Packed(int field, params long[] values) =>
        Bytes(field, [.. values.Select(value => Varint((ulong)value))]);

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    public static byte[] Tag(int field, int wire) => Varint(((ulong)field << 3) | (uint)wire);

    /// <summary>A TensorProto without elements.</summary>
    public static byte[] Tensor(int type, long[] sizes, params byte[][] rest) =>
        Join([.. sizes.Select(size => Number(1, size)), Number(2, type), .. rest]);

    /// <summary>A NodeProto.</summary>
    public static byte[] Node(string name, string[] inputs, string[] outputs, params byte[][] attributes) =>
        Join([.. inputs.Select(input => Text(1, input)), .. outputs.Select(output => Text(2, output)), Text(4, name),
            .. attributes.Select(attribute => Bytes(5, attribute))]);

    /// <summary>A ValueInfoProto of a float tensor.</summary>
    public static byte[] Value(string name, params byte[][] sizes) =>
        Join(Text(1, name), Bytes(2, Bytes(1, Number(1, 1), Bytes(2, [.. sizes.Select(size => Bytes(1, size))]))));

    /// <summary>A ModelProto around the fields of a graph.</summary>
    public static byte[] Model(params byte[][] graph) =>
        Join(Number(1, 8), Text(2, "test"), Bytes(7, graph), Bytes(8, Number(2, 17)));

    /// <summary>A model that holds something of everything: y = Gemm(x, w) with an attribute of each type.</summary>
    public static byte[] Everything { get; } = Model(
        Bytes(1, Node(
            "Gemm",
            ["x", "w"],
            ["y"],
            Join(Text(1, "alpha"), Float(2, 0.5f), Number(20, 1)),
            Join(Text(1, "transB"), Number(3, 1), Number(20, 2)))),
        Bytes(1, Node("Test", ["y", ""], ["z"],
            Join(Text(1, "mode"), Text(4, "same"), Number(20, 3)),
            Join(Text(1, "value"), Bytes(5, Tensor(7, [1], Packed(7, -5))), Number(20, 4)),
            Join(Text(1, "scales"), Float(7, 1f), Float(7, 2f), Number(20, 6)),
            Join(Text(1, "pads"), Packed(8, 0, -1, 300), Number(20, 7)),
            Join(Text(1, "names"), Text(9, "a"), Text(9, "ü"), Number(20, 8)))),
        Text(2, "graph"),
        Bytes(5, Tensor(1, [2, 1], Text(8, "w"), Bytes(9, BitConverter.GetBytes(1f), BitConverter.GetBytes(-2f)))),
        Bytes(11, Value("x", Text(2, "batch"), Number(1, 1))),
        Bytes(12, Value("z", Text(2, "batch"), Number(1, 2))));
}
