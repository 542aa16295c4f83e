using TorchBasics.Benchmarks.Onnx;

namespace TorchBasics.Tests.Managed.Benchmarks;

public sealed class ProtobufWriterTests
{
    // The three messages that protobuf.dev, "Encoding", spells out: Test1 { a: 150 }, Test2 { b: "testing" },
    // Test3 { c: { a: 150 } }.
    [Fact]
    public void Messages_are_those_of_the_documentation()
    {
        var number = new ProtobufWriter().Number(1, 150);
        var text = new ProtobufWriter().Text(2, "testing");
        var nested = new ProtobufWriter().Message(3, new ProtobufWriter().Number(1, 150));

        Assert.Equal("089601", Convert.ToHexString(number.ToArray()));
        Assert.Equal("120774657374696E67", Convert.ToHexString(text.ToArray()));
        Assert.Equal("1A03089601", Convert.ToHexString(nested.ToArray()));
    }

    // The same page: -2 as a 64-bit varint.
    [Fact]
    public void A_negative_number_takes_ten_bytes() =>
        Assert.Equal("08FEFFFFFFFFFFFFFFFF01", Convert.ToHexString(new ProtobufWriter().Number(1, -2).ToArray()));

    // Field 20 has a key of two bytes: 20 << 3 = 160 = A0 01. Floats are little-endian: 1 = 3F800000, -2 = C0000000.
    [Fact]
    public void Large_field_numbers_and_floats_are_encoded()
    {
        Assert.Equal("A00107", Convert.ToHexString(new ProtobufWriter().Number(20, 7).ToArray()));
        Assert.Equal("4A080000803F000000C0", Convert.ToHexString(new ProtobufWriter().Floats(9, [1, -2]).ToArray()));
    }
}
