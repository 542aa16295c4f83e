using TorchBasics.Formats.Zip;

namespace TorchBasics.Tests.Managed.Formats.Zip;

public class ZipMutationTests
{
    private static readonly byte[] Small = new ZipArchive { Large = true }.Add(("m/a", "abc"), ("m/b", "")).ToBytes();

    private static readonly byte[][] Seeds =
        [Small, ZipArchive.Of().ToBytes(), ZipArchive.Of(("a", "b"), ("c", "d"), ("ü", "")).ToBytes(), Described()];

    [Fact]
    public void No_small_change_does_harm()
    {
        Mutations.AssertExhaustively(Small, Parse);
        Mutations.AssertExhaustively(Described(), Parse);
    }

    [Fact]
    public void No_random_change_does_harm() => Mutations.AssertRandomly(Seeds, 200_000, Parse);

    private static byte[] Described()
    {
        var archive = ZipArchive.Of(("a", "b"));
        var entry = archive.Entries[0];
        (entry.Local.Flags, entry.Directory.Flags) = (0x0808, 0x0808);
        (entry.Local.Size, entry.Local.Stored, entry.Local.Extra) =
            (uint.MaxValue, uint.MaxValue, [1, 0, 16, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
        entry.Descriptor = [.. BitConverter.GetBytes(0x08074B50), .. BitConverter.GetBytes(entry.Directory.Crc),
            .. BitConverter.GetBytes(1L), .. BitConverter.GetBytes(1L)];
        return archive.ToBytes();
    }

    // The contents of an archive never have more bytes than the archive.
    private static void Parse(byte[] bytes) =>
        Assert.True(ZipReader.Read("fuzz", bytes, "").Sum(entry => (long)entry.Bytes.Length) <= bytes.Length);
}
