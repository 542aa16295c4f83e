using System.Buffers.Binary;
using System.Text;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.SafeTensors;

namespace TorchBasics.Tests.Managed.Formats.SafeTensors;

/// <summary>Every rule of the format as an example that keeps it or breaks it, for both ways of reading.</summary>
public sealed class SafeTensorsRulesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("{}      ", 0)]
    [InlineData("""{"__metadata__":{}}""", 0)]
    [InlineData("""{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}""", 1)]
    [InlineData("""{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0)]
    [InlineData("""{"a":{"shape":[2,0,3],"data_offsets":[0,0],"dtype":"F64"}}""", 0)]
    [InlineData("""{"":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData(
        """{"b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 2)]
    [InlineData("""{ "a" : { "dtype" : "BOOL", "shape" : [ 1 ], "data_offsets" : [ 0, 1 ] } }""", 1)]
    [InlineData("""{"dt\u0079pe":{"dt\u0079pe":"U8","shape":[1],"data_offsets":[0,1]}}""", 1)]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,1]}}""",
        1)]
    [InlineData("""{"__metadata__":{"":"","k":"\u0000\uD83D\uDE00"}}""", 0)]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"b":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0)]
    [InlineData("""{"a":{"dtype":"U8","shape":[9223372036854775807,0],"data_offsets":[0,0]}}""", 0)]
    public void A_header_that_keeps_the_rules_is_accepted_and_written_again(string header, int dataLength)
    {
        var content = Read(File(header, dataLength));

        var again = Read(SafeTensorsFile.ToBytes(content.Arrays, content.Metadata));
        Assert.Equal(content.Arrays.Select(Describe).Order(), again.Arrays.Select(Describe).Order());
        Assert.Equal(content.Metadata, again.Metadata);
    }

    [Theory]
    [InlineData("BOOL", 1), InlineData("U8", 1), InlineData("I8", 1), InlineData("U16", 2), InlineData("I16", 2),
        InlineData("F16", 2), InlineData("BF16", 2)]
    [InlineData("U32", 4), InlineData("I32", 4), InlineData("F32", 4), InlineData("U64", 8), InlineData("I64", 8),
        InlineData("F64", 8)]
    public void Every_type_is_known(string dtype, int size)
    {
        var content = Read(File($$$"""{"a":{"dtype":"{{{dtype}}}","shape":[3],"data_offsets":[0,{{{3 * size}}}]}}""", 3 * size));

        Assert.Equal(size, NamedArray.SizeOf(content.Arrays.Single().Type));
    }

    [Fact]
    public void Arrays_come_in_the_order_of_their_bytes()
    {
        var content = Read(File(
            """{"b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 2));

        Assert.Equal(["a", "b"], content.Arrays.Select(array => array.Name));
    }

    [Theory]
    [InlineData("", 0, "does not begin with '{'")]
    [InlineData(" {}", 0, "does not begin with '{'")]
    [InlineData("[]", 0, "does not begin with '{'")]
    [InlineData("\uFEFF{}", 0, "does not begin with '{'")]
    [InlineData("{", 0, "not valid JSON")]
    [InlineData("{}x", 0, "only spaces may follow")]
    [InlineData("{}\n", 0, "only spaces may follow")]
    [InlineData("{}{}", 0, "only spaces may follow")]
    [InlineData("{}\0", 0, "only spaces may follow")]
    [InlineData("""{"a"}""", 0, "not valid JSON")]
    [InlineData("""{"a":1}""", 0, "expected the description of 'a'")]
    [InlineData("""{"a":null}""", 0, "expected the description of 'a'")]
    [InlineData("""{"a":{}}""", 0, "needs dtype, shape and two data_offsets")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1]}}""", 1, "needs dtype, shape and two data_offsets")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0]}}""", 1, "needs dtype, shape and two data_offsets")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}""", 1, "more than 2 numbers")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":0}}""", 1, "second or unknown property 'x'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"shape":[1],"data_offsets":[0,1]}}""", 1, "second or unknown property 'shape'")]
    [InlineData(
        """{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, "second or unknown property 'dtype'")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"data_offsets":[0,1]}}""",
        1,
        "second or unknown property 'data_offsets'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],}}""", 1, "not valid JSON")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},/**/}""", 1, "not valid JSON")]
    [InlineData("""{"a":{"dtype":"u8","shape":[1],"data_offsets":[0,1]}}""", 1, "dtype 'u8', which is not supported")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}""", 1, "dtype 'F8_E4M3', which is not supported")]
    [InlineData("""{"a":{"dtype":8,"shape":[1],"data_offsets":[0,1]}}""", 1, "expected the dtype of 'a'")]
    [InlineData("""{"a":{"dtype":"U8","shape":1,"data_offsets":[0,1]}}""", 1, "expected a list of numbers for 'a'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}""", 1, "something else than a whole number")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}}""", 1, "something else than a whole number")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1e0],"data_offsets":[0,1]}}""", 1, "something else than a whole number")]
    [InlineData("""{"a":{"dtype":"U8","shape":["1"],"data_offsets":[0,1]}}""", 1, "something else than a whole number")]
    [InlineData("""{"a":{"dtype":"U8","shape":[[1]],"data_offsets":[0,1]}}""", 1, "not valid JSON")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,1]}}""", 1, "something else than a whole number")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[18446744073709551616],"data_offsets":[0,1]}}""", 1, "something else than a whole number")]
    [InlineData("""{"a":{"dtype":"U8","shape":[01],"data_offsets":[0,1]}}""", 1, "not valid JSON")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,1]}}""", 1, "which is not what UInt8 [2] needs")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,1]}}""", 1, "which is not what Float32 [1] needs")]
    [InlineData("""{"a":{"dtype":"F64","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "which is not what Float64")]
    [InlineData(
        """{"a":{"dtype":"F64","shape":[9223372036854775807,9223372036854775807,0],"data_offsets":[0,0]}}""",
        0,
        "which is not what Float64")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "begins at 1; expected 0")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}""",
        3,
        "'b' begins at 2; expected 1")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""",
        3,
        "'b' begins at 1; expected 2")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""",
        1,
        "'b' begins at 0; expected 1")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}}""",
        1,
        "'b' ends at 0, before it begins")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 0, "'a' needs 1 more bytes")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807]}}""",
        0,
        "more bytes. The file is truncated")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 2, "1 bytes follow the last array")]
    [InlineData("{}", 1, "1 bytes follow the last array")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""",
        2,
        "the name 'a' occurs twice")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\u0061":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""",
        2,
        "the name 'a' occurs twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "the name '__metadata__' occurs twice")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", 0, "the name 'k' occurs twice in __metadata__")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "expected a text for 'k'")]
    [InlineData("""{"__metadata__":{"k":{"x":"y"}}}""", 0, "expected a text for 'k'")]
    [InlineData("""{"__metadata__":null}""", 0, "expected an object of texts")]
    [InlineData("""{"__metadata__":[]}""", 0, "expected an object of texts")]
    [InlineData("""{"\uD800":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, "half a character")]
    [InlineData("""{"a":{"dtype":{"dtype":{"dtype":{}}}}}""", 0, "expected the dtype of 'a'")]
    public void A_header_that_breaks_a_rule_is_refused_with_the_reason(string header, int dataLength, string reason)
    {
        var error = Refuse(File(header, dataLength));

        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused_where_they_stand()
    {
        byte[] file = File("""{"aaaa":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1);
        file[8 + 4] = 0xFF;

        var error = Refuse(file);

        Assert.Equal((12L, "the header is not valid UTF-8."), (error.Offset, error.Reason));
    }

    [Theory]
    [InlineData("", "begins with 8 bytes")]
    [InlineData("02000000000000", "begins with 8 bytes")]
    [InlineData("02000000000000007B", "is said to have 2 bytes; the file has 9 in all")]
    [InlineData("01E1F505000000007B7D", "is said to have 100000001 bytes; at most 100000000 are accepted")]
    [InlineData("FFFFFFFFFFFFFFFF7B7D", "is said to have 18446744073709551615 bytes")]
    [InlineData("00E1F505000000007B7D", "is said to have 100000000 bytes; the file has 10 in all")]
    public void A_wrong_header_length_is_refused(string hex, string reason)
    {
        var error = Refuse(Convert.FromHexString(hex));

        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truth_value_is_0_or_1()
    {
        var file = File("""{"a":{"dtype":"BOOL","shape":[3],"data_offsets":[0,3]}}""", 3);
        file[^2] = 2;

        var error = Refuse(file);

        Assert.Equal(file.Length - 2, error.Offset);
    }

    [Fact]
    public void An_array_of_too_many_axes_is_refused()
    {
        var sizes = string.Join(",", Enumerable.Repeat(1, 65));

        var error = Refuse(File($$$"""{"a":{"dtype":"U8","shape":[{{{sizes}}}],"data_offsets":[0,1]}}""", 1));

        Assert.Contains("more than 64 numbers", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var deep = new string('[', 1_000_000);

        Assert.Contains(
            "not valid JSON", Refuse(File("""{"a":{"dtype":"U8","shape":""" + deep, 0)).Reason, StringComparison.Ordinal);
    }

    private static string Describe(NamedArray array) => $"{array} {Convert.ToHexString(array.Bytes.Span)}";

    private SafeTensorsContent Read(byte[] file)
    {
        var content = SafeTensorsFile.Parse("test", file);
        var read = SafeTensorsFile.Read(Write(file));
        Assert.Equal(content.Arrays.Select(Describe), read.Arrays.Select(Describe));
        Assert.Equal(content.Metadata, read.Metadata);
        return content;
    }

    private MalformedFileException Refuse(byte[] file)
    {
        var error = Assert.Throws<MalformedFileException>(() => SafeTensorsFile.Parse("test", file));
        var same = Assert.Throws<MalformedFileException>(() => SafeTensorsFile.Read(Write(file)));
        Assert.Equal((error.Offset, error.Reason), (same.Offset, same.Reason));
        return error;
    }

    private string Write(byte[] file)
    {
        var path = _folder.File("test");
        System.IO.File.WriteAllBytes(path, file);
        return path;
    }

    internal static byte[] File(string header, int dataLength)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + json.Length + dataLength];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, json.Length);
        json.CopyTo(bytes, 8);
        return bytes;
    }
}
