using TorchBasics.Formats.Onnx;
using static TorchBasics.Tests.Managed.Formats.Onnx.Proto;

namespace TorchBasics.Tests.Managed.Formats.Onnx;

/// <summary>Tensors that contradict themselves or point elsewhere, each with the reason for which it is refused.</summary>
public sealed class OnnxTensorRulesTests
{
    public static TheoryData<string, string, byte[]> Files => new()
    {
        { "one size of -1", "the size along axis 1 is -1", Tensor(1, [0, -1]) },
        { "two sizes of -1, whose product is 1", "the size along axis 0 is -1", Tensor(1, [-1, -1], Bytes(9, new byte[4])) },
        { "the smallest size there can be", "the size along axis 0 is -9223372036854775808", Tensor(1, [long.MinValue]) },
        { "sizes of 2^126 elements", "more than 2147483591 bytes", Tensor(1, [long.MaxValue, long.MaxValue]) },
        { "sizes of 2^64 elements, which wrap to none", "more than 2147483591 bytes", Tensor(1, [1L << 32, 1L << 32]) },
        {
            "a size of 2^64 + 4 bytes, which wrap to 4",
            "more than 2147483591 bytes",
            Tensor(1, [(1L << 62) + 1], Bytes(9, new byte[4]))
        },
        { "sizes of 2^67 bytes", "more than 2147483591 bytes", Tensor(11, [1L << 61, 8]) },
        { "a terabyte in a file of 20 bytes", "more than 2147483591 bytes", Tensor(1, [1L << 40], Bytes(9, [1])) },
        {
            "two gigabytes in a file of 20 bytes",
            "1 bytes of raw_data; UInt8 [2147483591] needs 2147483591",
            Tensor(2, [2147483591], Bytes(9, [1]))
        },
        { "65 axes", "more than 64 axes", Tensor(1, [.. Enumerable.Repeat(1L, 65)], Float(4, 1)) },
        { "raw_data one byte short", "3 bytes of raw_data; Float32 [1] needs 4", Tensor(1, [1], Bytes(9, [1, 2, 3])) },
        { "raw_data one byte long", "5 bytes of raw_data", Tensor(1, [1], Bytes(9, [1, 2, 3, 4, 5])) },
        { "empty raw_data", "0 bytes of raw_data; Float32 [1] needs 4", Tensor(1, [1], Bytes(9)) },
        {
            "raw_data of an array without elements",
            "4 bytes of raw_data; Float32 [0] needs 0",
            Tensor(1, [0], Bytes(9, [1, 2, 3, 4]))
        },
        { "raw_data of half an element", "3 bytes of raw_data; Float16 [2] needs 4", Tensor(10, [2], Bytes(9, [1, 2, 3])) },
        { "raw_data twice", "raw_data occurs twice", Tensor(2, [1], Bytes(9, [1]), Bytes(9, [1])) },
        { "raw_data and a list", "has raw_data and elements in field 4", Tensor(1, [1], Bytes(9, [1, 2, 3, 4]), Float(4, 1)) },
        { "no elements for one", "has 0 elements; Float32 [1] needs 1", Tensor(1, [1]) },
        { "two elements for one", "has 2 elements; Float32 [] needs 1", Tensor(1, [], Float(4, 1), Float(4, 2)) },
        {
            "elements in the field of another type",
            "has elements in field 7; expected them in field 4",
            Tensor(1, [1], Packed(7, 1))
        },
        { "half a float in a list", "not a whole number of values", Tensor(1, [1], Bytes(4, [1, 2])) },
        { "256 as an unsigned byte", "an element is 256; UInt8 holds 0 to 255", Tensor(2, [1], Packed(5, 256)) },
        { "-129 as a signed byte", "an element is -129", Tensor(3, [1], Packed(5, -129)) },
        { "2 as a truth value in a list", "an element is 2; Boolean", Tensor(9, [1], Packed(5, 2)) },
        { "2^31 as an int32", "an element is 2147483648", Tensor(6, [1], Packed(5, 1L << 31)) },
        { "2 as a truth value in raw_data", "neither 0 nor 1", Tensor(9, [3], Bytes(9, [0, 1, 2])) },
        { "data in a file beside", "lies in another file", External("weights.bin") },
        { "data at an absolute path", "lies in another file", External("/etc/passwd") },
        { "data above the folder of the model", "lies in another file", External("../../../../etc/passwd") },
        { "data at a path that returns", "lies in another file", External("weights/../../secret") },
        { "data on a Windows drive", "lies in another file", External("C:\\Windows\\win.ini") },
        { "data on another machine", "lies in another file", External("\\\\host\\share\\weights") },
        { "data at a file URL", "lies in another file", External("file:///etc/passwd") },
        { "data at a web address", "lies in another file", External("http://127.0.0.1/weights") },
        { "data at a path that ends early", "lies in another file", External("weights.bin\0.txt") },
        { "data at no path", "lies in another file", External(string.Empty) },
        { "data in a part of a file", "lies in another file", Tensor(
            1,
            [1],
            Bytes(13, Text(1, "location"), Text(2, "w")),
            Bytes(13, Text(1, "offset"), Text(2, "-1")),
            Bytes(13, Text(1, "length"), Text(2, "99999999999999999999"))) },
        {
            "data elsewhere and here",
            "lies in another file",
            Tensor(1, [1], Bytes(9, [1, 2, 3, 4]), Bytes(13, Text(1, "location"), Text(2, "w")))
        },
        { "data said to be elsewhere, without a place", "lie in another file", Tensor(1, [1], Number(14, 1)) },
        { "data in a place that does not exist", "lie in another file", Tensor(1, [1], Number(14, 7)) },
        { "data in segments", "in segments", Tensor(1, [1], Bytes(3)) },
        { "four million elements of one byte", "unfolds into more than", Tensor(7, [4_000_000], Packed(7, new long[4_000_000])) },
    };

    public static TheoryData<string, string, byte[]> Types => new()
    {
        { "no type", "the type UNDEFINED", [] },
        { "texts", "the type STRING", Tensor(8, [1], Text(6, "word")) },
        { "numbers of eight bits", "the type FLOAT8E4M3FN", Tensor(17, [1], Bytes(9, [1])) },
        { "a type that does not exist", "the type 77", Tensor(77, [1], Bytes(9, [1])) },
        { "a negative type", "the type -1", Tensor(-1, [1], Bytes(9, [1])) },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Is_refused_alone_as_a_weight_and_as_an_attribute(string file, string reason, byte[] tensor)
    {
        Assert.NotEmpty(file);
        var weight = Bytes(7, Bytes(5, tensor));
        var attribute = Bytes(7, Bytes(1, Node("Constant", [], ["y"], Join(Text(1, "value"), Bytes(5, tensor)))));

        OnnxRefusal.AssertRefused(reason, tensor, () => OnnxFile.ParseTensor("t.pb", tensor));
        OnnxRefusal.AssertRefused(reason, weight, () => OnnxFile.ParseModel("m.onnx", weight));
        OnnxRefusal.AssertRefused(reason, attribute, () => OnnxFile.ParseModel("m.onnx", attribute));
    }

    // Within a model they are passed over and noted: a graph may hold them without our needing them.
    [Theory]
    [MemberData(nameof(Types))]
    public void Of_another_type_is_refused_alone_and_noted_within_a_model(string file, string reason, byte[] tensor)
    {
        Assert.NotEmpty(file);
        OnnxRefusal.AssertRefused(reason, tensor, () => OnnxFile.ParseTensor("t.pb", tensor));

        Assert.Contains(
            reason, OnnxFile.ParseModel("m.onnx", Bytes(7, Bytes(5, tensor))).Unread.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("symbolic link")]
    [InlineData("symbolic link out of the folder")]
    [InlineData("folder")]
    public void No_other_file_is_opened(string kind)
    {
        Assert.SkipWhen(
            OperatingSystem.IsWindows() && kind.StartsWith("symbolic", StringComparison.Ordinal),
            "Windows lets few users make symbolic links.");
        using var folder = new TemporaryFolder();
        var (model, data) = (folder.File("m.onnx"), folder.File("data"));
        File.WriteAllBytes(model, Bytes(7, Bytes(5, External("data"))));
        Place(kind, data);

        OnnxRefusal.AssertRefused("no file but this one is opened", File.ReadAllBytes(model), () => OnnxFile.ReadModel(model));
    }

    private static void Place(string kind, string data)
    {
        switch (kind)
        {
            case "file":
                File.WriteAllBytes(data, [0, 0, 0x80, 0x3F]);
                break;
            case "folder":
                Directory.CreateDirectory(data);
                break;
            default:
                File.CreateSymbolicLink(data, kind == "symbolic link" ? "m.onnx" : Environment.ProcessPath!);
                break;
        }
    }

    private static byte[] External(string location) =>
        Tensor(1, [1], Text(8, "w"), Bytes(13, Text(1, "location"), Text(2, location)));
}
