using TorchBasics.Formats.Onnx;

namespace TorchBasics.Tests.Managed.Formats.Onnx;

public sealed class ProtoWriterTests
{
    // The three messages that protobuf.dev, "Encoding", spells out: Test1 { a: 150 }, Test2 { b: "testing" },
    // Test3 { c: { a: 150 } }.
    [Fact]
    public void Messages_are_those_of_the_documentation()
    {
        Assert.Equal("089601", Written(message => message.Integer(1, 150)));
        Assert.Equal("120774657374696E67", Written(message => message.Text(2, "testing")));
        Assert.Equal("1A03089601", Written(message => message.Message(3, Message(inner => inner.Integer(1, 150)))));
    }

    // The same page: -2 as a 64-bit varint.
    [Fact]
    public void A_negative_number_takes_ten_bytes() =>
        Assert.Equal("08FEFFFFFFFFFFFFFFFF01", Written(message => message.Integer(1, -2)));

    // Field 20 has a tag of two bytes: 20 << 3 = 160 = A0 01. Floats are little-endian: -2 = C0000000, after the tag 7 << 3 | 5.
    [Fact]
    public void Large_field_numbers_and_floats_are_encoded()
    {
        Assert.Equal("A00107", Written(message => message.Integer(20, 7)));
        Assert.Equal("3D000000C0", Written(message => message.Float(7, -2)));
    }

    [Fact]
    public void Arrays_keep_their_place_between_other_fields()
    {
        var inner = Message(message =>
        {
            message.Integer(1, 1);
            message.Raw(9, new byte[] { 0xAA, 0xBB });
            message.Integer(1, 2);
        });

        var outer = Written(message =>
        {
            message.Integer(1, 3);
            message.Message(5, inner);
            message.Message(5, inner);
            message.Text(2, "x");
        });

        const string Inner = "2A08" + "0801" + "4A02AABB" + "0802";
        Assert.Equal("0803" + Inner + Inner + "120178", outer);
    }

    [Fact]
    public void Half_a_character_is_refused() => Assert.Throws<ArgumentException>(() => new ProtoWriter().Text(1, "\uD800"));

    private static ProtoWriter Message(Action<ProtoWriter> write)
    {
        var message = new ProtoWriter();
        write(message);
        return message;
    }

    private static string Written(Action<ProtoWriter> write)
    {
        var message = Message(write);
        using var stream = new MemoryStream();
        message.WriteTo(stream);
        Assert.Equal(message.Length, stream.Length);
        return Convert.ToHexString(stream.ToArray());
    }
}
