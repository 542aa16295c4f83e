using CsCheck;
using TorchBasics.Lessons;

namespace TorchBasics.Tests.Managed.Lessons;

public sealed class NumberHashTests
{
    [Fact]
    public void No_numbers_have_the_hash_of_no_bytes() =>
        Assert.Equal("e3b0c44298fc1c14", NumberHash.Of([])); // SHA-256 of nothing, FIPS 180-4

    [Fact]
    public void A_number_counts_as_its_eight_bytes_from_the_lowest() =>
        // printf '\0\0\0\0\0\0\360\77' | sha256sum
        Assert.Equal("6c3c396ed6b5c36d", NumberHash.Of([1.0]));

    [Fact]
    public void Every_NaN_is_the_same() => Assert.Equal(
        NumberHash.Of([double.NaN]), NumberHash.Of([BitConverter.Int64BitsToDouble(0x7FF0_0000_0000_0001)]));

    [Fact]
    public void Zero_and_minus_zero_differ() => Assert.NotEqual(NumberHash.Of([0.0]), NumberHash.Of([-0.0]));

    [Fact]
    public void The_order_counts() => Assert.NotEqual(NumberHash.Of([1, 2]), NumberHash.Of([2, 1]));

    [Fact]
    public void One_bit_changes_the_hash() => Gen.Double.Where(double.IsFinite).Sample(
        number => NumberHash.Of([number]) != NumberHash.Of([Math.BitIncrement(number)]));
}
