using TorchBasics.Core;

namespace TorchBasics.Tests.Managed.Core;

public class NamedArrayTests
{
    [Fact]
    public void Numbers_come_back_as_they_went_in()
    {
        var array = NamedArray.Of<float>("fc.weight", [2, 3], [1, 2, 3, 4, 5, 6]);

        Assert.Equal([1f, 2, 3, 4, 5, 6], array.Values<float>().ToArray());
        Assert.Equal((6L, ElementType.Float32, 24), (array.Count, array.Type, array.Bytes.Length));
        Assert.Equal("fc.weight Float32 [2, 3]", array.ToString());
    }

    [Fact]
    public void Every_number_type_has_its_element_type()
    {
        Assert.Equal(ElementType.Boolean, Type<bool>());
        Assert.Equal(ElementType.UInt8, Type<byte>());
        Assert.Equal(ElementType.Int8, Type<sbyte>());
        Assert.Equal(ElementType.UInt16, Type<ushort>());
        Assert.Equal(ElementType.Int16, Type<short>());
        Assert.Equal(ElementType.UInt32, Type<uint>());
        Assert.Equal(ElementType.Int32, Type<int>());
        Assert.Equal(ElementType.UInt64, Type<ulong>());
        Assert.Equal(ElementType.Int64, Type<long>());
        Assert.Equal(ElementType.Float16, Type<Half>());
        Assert.Equal(ElementType.Float32, Type<float>());
        Assert.Equal(ElementType.Float64, Type<double>());
        Assert.Throws<ArgumentException>(() => Type<decimal>());

        static ElementType Type<T>()
            where T : unmanaged => NamedArray.Of<T>("a", [1], [default]).Type;
    }

    [Fact]
    public void An_array_without_axes_is_one_number() => Assert.Equal(1, NamedArray.Of<double>("a", [], [2.5]).Count);

    [Fact]
    public void An_axis_may_be_empty() => Assert.Equal(0, NamedArray.Of<double>("a", [3, 0, 2], []).Count);

    [Fact]
    public void Another_type_is_not_read()
    {
        var array = NamedArray.Of<float>("a", [1], [1f]);

        var error = Assert.Throws<InvalidOperationException>(() => array.Values<int>().Length);

        Assert.Equal("a holds Float32, not Int32.", error.Message);
    }

    [Theory]
    [InlineData(23, new long[] { 2, 3 }, "a has 23 bytes; Float32 [2, 3] needs 24.")]
    [InlineData(4, new long[] { -1, -1 }, "a has sizes [-1, -1]; none may be negative.")]
    // 2^64 is 0 in 64 bits
    [InlineData(0, new long[] { 4294967296, 4294967296 }, "a has 0 bytes; Float32 [4294967296, 4294967296] needs")]
    [InlineData(0, new long[] { long.MaxValue, long.MaxValue, long.MaxValue }, "a has 0 bytes")]
    public void Sizes_that_do_not_fit_the_bytes_are_refused(int bytes, long[] sizes, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => new NamedArray("a", ElementType.Float32, sizes, new byte[bytes]));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_are_wrapped_and_not_copied()
    {
        var bytes = new byte[] { 1, 0 };
        var array = new NamedArray("a", ElementType.Int16, [1], bytes);

        bytes[1] = 1;

        Assert.Equal(257, array.Values<short>()[0]);
    }
}
