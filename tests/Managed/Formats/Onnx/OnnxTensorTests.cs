using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Onnx;
using static TorchBasics.Tests.Managed.Formats.Onnx.Proto;

namespace TorchBasics.Tests.Managed.Formats.Onnx;

public sealed class OnnxTensorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The numbers of the types stand in the enumeration TensorProto.DataType of onnx.proto.
    public static TheoryData<int, ElementType> Types => new()
    {
        { 1, ElementType.Float32 }, { 2, ElementType.UInt8 }, { 3, ElementType.Int8 }, { 4, ElementType.UInt16 },
        { 5, ElementType.Int16 },
        { 6, ElementType.Int32 }, { 7, ElementType.Int64 }, { 9, ElementType.Boolean }, { 10, ElementType.Float16 },
        { 11, ElementType.Float64 },
        { 12, ElementType.UInt32 }, { 13, ElementType.UInt64 }, { 16, ElementType.BFloat16 },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Raw_bytes_are_taken_as_they_are(int code, ElementType type)
    {
        var bytes = Enumerable.Range(0, 3 * NamedArray.SizeOf(type))
            .Select(index => type == ElementType.Boolean ? (byte)(index & 1) : (byte)(40 * index)).ToArray();

        var array = OnnxFile.ParseTensor("test", Tensor(code, [3, 1], Text(8, "x"), Bytes(9, bytes)));

        Assert.Equal($"x {type} [3, 1]", array.ToString());
        Assert.Equal(bytes, array.Bytes.ToArray());
    }

    [Fact]
    public void Listed_elements_are_converted_to_their_type()
    {
        Assert.Equal([1.5f, -2f], Read(1, 2, Float(4, 1.5f), Float(4, -2f)).Values<float>().ToArray());
        Assert.Equal(
            [1.5, -2],
            Read(11, 2, Bytes(10, BitConverter.GetBytes(1.5), BitConverter.GetBytes(-2.0))).Values<double>().ToArray());
        Assert.Equal([0, 255], Read(2, 2, Packed(5, 0, 255)).Values<byte>().ToArray());
        Assert.Equal([-128, 127], Read(3, 2, Packed(5, -128, 127)).Values<sbyte>().ToArray());
        Assert.Equal([0, 65535], Read(4, 2, Packed(5, 0, 65535)).Values<ushort>().ToArray());
        Assert.Equal([-32768, 32767], Read(5, 2, Number(5, -32768), Number(5, 32767)).Values<short>().ToArray());
        Assert.Equal([int.MinValue, int.MaxValue], Read(6, 2, Packed(5, int.MinValue, int.MaxValue)).Values<int>().ToArray());
        Assert.Equal(
            [long.MinValue, long.MaxValue], Read(7, 2, Packed(7, long.MinValue, long.MaxValue)).Values<long>().ToArray());
        Assert.Equal([false, true], Read(9, 2, Packed(5, 0, 1)).Values<bool>().ToArray());
        Assert.Equal([(Half)1, (Half)(-2)], Read(10, 2, Packed(5, 0x3C00, 0xC000)).Values<Half>().ToArray());
        Assert.Equal([0u, uint.MaxValue], Read(12, 2, Packed(11, 0, uint.MaxValue)).Values<uint>().ToArray());
        Assert.Equal([0ul, ulong.MaxValue], Read(13, 2, Packed(11, 0, -1)).Values<ulong>().ToArray());
        Assert.Equal([0x80, 0x3F], Read(16, 1, Packed(5, 0x3F80)).Bytes.ToArray());
    }

    [Fact]
    public void Numbers_without_axes_and_arrays_without_elements_are_read()
    {
        Assert.Equal([7L], OnnxFile.ParseTensor("test", Tensor(7, [], Packed(7, 7))).Values<long>().ToArray());
        Assert.Equal("x Float32 [0, 3]", OnnxFile.ParseTensor("test", Tensor(1, [0, 3], Text(8, "x"))).ToString());
        Assert.Equal(0, OnnxFile.ParseTensor("test", Tensor(1, [1L << 62, 0, 1L << 62], Bytes(9))).Count);
    }

    [Fact]
    public void Fields_may_come_in_any_order_and_pieces() =>
        Gen.Shuffle((byte[][])[Number(1, 2), Packed(1, 2), Number(2, 7), Packed(7, 1, 2), Number(7, 3), Packed(7, 4),
            Text(8, "x"), Text(12, "a text")]).Sample(fields =>
            {
                var array = OnnxFile.ParseTensor("test", Join(fields));

                Assert.Equal("x Int64 [2, 2]", array.ToString());
                Assert.Equal([1, 2, 3, 4], array.Values<long>().ToArray().Order());
            }, iter: 200);

    [Fact]
    public void Any_whole_number_is_read_as_it_was_written() => Gen.Long.Array[0, 20].Sample(values =>
        Assert.Equal(
            values, OnnxFile.ParseTensor("test", Tensor(7, [values.Length], Packed(7, values))).Values<long>().ToArray()));

    [Fact]
    public void A_file_is_read()
    {
        File.WriteAllBytes(_folder.File("x.pb"), Tensor(2, [2], Bytes(9, [1, 2])));
        File.WriteAllBytes(_folder.File("m.onnx"), Everything);

        Assert.Equal([1, 2], OnnxFile.ReadTensor(_folder.File("x.pb")).Values<byte>().ToArray());
        Assert.Equal("graph", OnnxFile.ReadModel(_folder.File("m.onnx")).Graph.Name);
        Assert.Contains(
            "it does not exist",
            Assert.Throws<TorchBasicsException>(() => OnnxFile.ReadModel(_folder.File("none"))).Message,
            StringComparison.Ordinal);
    }

    private static NamedArray Read(int type, long count, params byte[][] fields) =>
        OnnxFile.ParseTensor("test", Tensor(type, [count], fields));
}
