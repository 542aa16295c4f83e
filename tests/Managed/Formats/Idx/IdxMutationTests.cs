using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Idx;

namespace TorchBasics.Tests.Managed.Formats.Idx;

public class IdxMutationTests
{
    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 5, 7, 2, 1, 0, 4];
    private static readonly byte[] Images =
        [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 7, 0, 0, 0, 3, .. Enumerable.Range(0, 42).Select(value => (byte)(value * 6))];
    private static readonly byte[] Doubles = [0, 0, 14, 2, 0, 0, 0, 2, 0, 0, 0, 2, .. new byte[32]];
    private static readonly byte[][] Plain = [Labels, Images, Doubles];
    private static readonly byte[][] Compressed = [.. Plain.Select(seed => GzipTests.Compress(seed))];

    [Fact]
    public void No_small_change_of_a_plain_file_does_harm() =>
        Array.ForEach(Plain, seed => Mutations.AssertExhaustively(seed, Parse));

    [Fact]
    public void No_small_change_of_a_compressed_file_does_harm() =>
        Array.ForEach(Compressed, seed => Mutations.AssertExhaustively(seed, Parse));

    [Fact]
    public void No_random_change_of_a_plain_file_does_harm() => Mutations.AssertRandomly(Plain, 200_000, Parse);

    [Fact]
    public void No_random_change_of_a_compressed_file_does_harm() => Mutations.AssertRandomly(Compressed, 200_000, Parse);

    [Fact]
    public void Every_changed_bit_of_the_compressed_content_is_detected()
    {
        const int Header = 10;
        foreach (var seed in Compressed)
        {
            for (var bit = Header * 8; bit < seed.Length * 8; bit++)
            {
                var copy = seed.ToArray();
                copy[bit / 8] ^= (byte)(1 << (bit % 8));

                AssertSameOrRefused(seed, copy);
            }
        }
    }

    // A bit that only pads the last byte before the check sum carries nothing.
    private static void AssertSameOrRefused(byte[] seed, byte[] copy)
    {
        NamedArray? array = null;
        try
        {
            array = IdxFile.Read("fuzz", new MemoryStream(copy));
        }
        catch (MalformedFileException)
        {
            return;
        }

        Assert.Equal(IdxFile.Read("seed", new MemoryStream(seed)).Bytes.ToArray(), array.Bytes.ToArray());
    }

    private static void Parse(byte[] bytes) => IdxFile.Read("fuzz", new MemoryStream(bytes));
}
