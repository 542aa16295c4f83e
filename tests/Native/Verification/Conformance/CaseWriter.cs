using System.Text;

namespace TorchBasics.Tests.Native.Verification.Conformance;

/// <summary>Writes cases of one node, in protobuf by hand.</summary>
internal static class CaseWriter
{
    /// <summary>A case y = operator(x) over vectors.</summary>
    /// <param name="folder">The folder of the case.</param>
    /// <param name="name">The operator.</param>
    /// <param name="x">Input.</param>
    /// <param name="y">Expected output.</param>
    /// <param name="attributes">AttributeProtos.</param>
    public static void Write(string folder, string name, float[] x, float[] y, params byte[][] attributes)
    {
        var set = Directory.CreateDirectory(Path.Combine(folder, "test_data_set_0")).FullName;
        File.WriteAllBytes(Path.Combine(set, "input_0.pb"), Vector(x));
        File.WriteAllBytes(Path.Combine(set, "output_0.pb"), Vector(y));
        byte[] node =
            [.. Text(1, "x"), .. Text(2, "y"), .. Text(4, name), .. attributes.SelectMany(attribute => Bytes(5, attribute))];
        byte[] graph = [.. Bytes(1, node), .. Text(2, "g"), .. Bytes(11, Text(1, "x")), .. Bytes(12, Text(1, "y"))];
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), [8, 8, .. Bytes(7, graph), .. Bytes(8, [16, 17])]);
    }

    /// <summary>An attribute of whole numbers.</summary>
    public static byte[] Integers(string name, params byte[] values) => [.. Text(1, name), .. Bytes(8, values), 0xA0, 1, 7];

    private static byte[] Vector(float[] values) =>
        [8, (byte)values.Length, 16, 1, .. Bytes(9, [.. values.SelectMany(BitConverter.GetBytes)])];

    private static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Bytes(int field, byte[] bytes)
    {
        var length = new List<byte>();
        var rest = bytes.Length;
        for (; rest >= 128; rest >>= 7)
            length.Add((byte)(rest | 128));
        return [(byte)((field << 3) | 2), .. length, (byte)rest, .. bytes];
    }
}
