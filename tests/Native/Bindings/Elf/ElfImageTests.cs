using CsCheck;
using TorchBasics.Bindings.Elf;
using TorchBasics.Core.Errors;

namespace TorchBasics.Tests.Native.Bindings.Elf;

public class ElfImageTests
{
    [Fact]
    public void Needs_carry_library_version_and_the_place_of_their_flags()
    {
        var builder = Sample();
        var bytes = builder.Build();

        var needs = ElfImage.Parse("sample.so", bytes).Needs;

        Assert.Equal(
            [
                new VersionNeed("libc.so.6", "GLIBC_2.34", 2, false, builder.FlagsAt["GLIBC_2.34"]),
                new VersionNeed("libstdc++.so.6", "GLIBCXX_3.4", 3, false, builder.FlagsAt["GLIBCXX_3.4"]),
                new VersionNeed("libstdc++.so.6", "GLIBCXX_3.4.32", 4, false, builder.FlagsAt["GLIBCXX_3.4.32"]),
            ],
            needs);
    }

    [Fact]
    public void A_weak_need_is_read_as_weak()
    {
        var builder = Sample();
        var bytes = builder.Build();
        bytes[builder.FlagsAt["GLIBCXX_3.4"]] |= 2; // VER_FLG_WEAK

        var weak = ElfImage.Parse("sample.so", bytes).Needs.Where(need => need.IsWeak);

        Assert.Equal(["GLIBCXX_3.4"], weak.Select(need => need.Version));
    }

    [Fact]
    public void Definitions_are_all_found()
    {
        var bytes = new ElfBuilder().Define("libx.so", "X_1", "X_2").Build();

        Assert.Equal(["X_1", "X_2", "libx.so"], ElfImage.Parse("x.so", bytes).Definitions.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_relocation_marks_the_version_of_its_symbol_as_used(bool throughJumpSlots)
    {
        var bytes = new ElfBuilder { ThroughJumpSlots = throughJumpSlots }
            .Need("libc.so.6", ("A_1", 2), ("A_2", 3))
            .Symbol("unused", 2, relocated: false).Symbol("called", 0x8003, relocated: true)
            .Build();

        var used = ElfImage.Parse("x.so", bytes).RelocatedVersions();

        // The highest bit of .gnu.version (hidden) is no part of the index.
        Assert.Equal(new Dictionary<ushort, string> { [3] = "called" }, used);
    }

    [Fact]
    public void A_library_without_versions_needs_and_defines_none()
    {
        var image = ElfImage.Parse("x.so", new ElfBuilder().Build());

        Assert.Empty(image.Needs);
        Assert.Empty(image.Definitions);
    }

    [Theory]
    [InlineData(0, "not an ELF file")]
    [InlineData(4, "not a 64-bit")]
    public void Another_kind_of_file_is_refused(int broken, string reason)
    {
        var bytes = Sample().Build();
        bytes[broken] = 1;

        var error = Assert.Throws<MalformedFileException>(() => ElfImage.Parse("x.so", bytes));

        Assert.Equal(broken, error.Offset);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var bytes = Sample().Build();

        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<MalformedFileException>(() => ElfImage.Parse("x.so", bytes.AsMemory(0, length)));
    }

    [Fact]
    public void Every_value_of_every_byte_is_read_or_refused()
    {
        var bytes = Sample().Build();

        for (var at = 0; at < bytes.Length; at++)
        {
            var kept = bytes[at];
            for (var value = 0; value < 256; value++)
            {
                bytes[at] = (byte)value;
                ReadOrRefuse(bytes);
            }

            bytes[at] = kept;
        }
    }

    [Fact]
    public void Random_damage_is_read_or_refused() =>
        Gen.Select(Gen.Int, Gen.UInt).Array[1, 6].Sample(
            changes =>
            {
                var bytes = Sample().Build();
                foreach (var (at, value) in changes)
                    BitConverter.TryWriteBytes(
                        bytes.AsSpan((at & int.MaxValue) % (bytes.Length - 3)), Edges[value % Edges.Length]);
                ReadOrRefuse(bytes);
            },
            iter: 20_000);

    // Versions have 15 bits; without the limit such a file costs time with the square of its length.
    [Fact]
    public void A_chain_longer_than_there_can_be_versions_is_refused()
    {
        var bytes = new ElfBuilder().Need("libc.so.6", [.. Enumerable.Repeat(("A_1", (ushort)2), 40_000)]).Build();

        var error = Assert.Throws<MalformedFileException>(() => ElfImage.Parse("x.so", bytes));

        Assert.Contains("more than 32768 entries", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64 + 8, 64 + 32)] // offset and size of the loaded segment
    [InlineData(120 + 8, 120 + 32)] // of the dynamic segment
    public void Positions_whose_sum_passes_64_bits_are_refused(int offsetAt, int sizeAt)
    {
        var bytes = Sample().Build();
        BitConverter.TryWriteBytes(bytes.AsSpan(offsetAt), ulong.MaxValue - 15);
        BitConverter.TryWriteBytes(bytes.AsSpan(sizeAt), 32UL);

        Assert.Throws<MalformedFileException>(() => ElfImage.Parse("x.so", bytes));
    }

    private static readonly uint[] Edges = [0, 1, 16, 24, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF];

    private static void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            ElfImage.Parse("x.so", bytes).RelocatedVersions();
        }
        catch (MalformedFileException)
        {
            // the one way to refuse
        }
    }

    private static ElfBuilder Sample() => new ElfBuilder()
        .Need("libc.so.6", ("GLIBC_2.34", 2))
        .Need("libstdc++.so.6", ("GLIBCXX_3.4", 3), ("GLIBCXX_3.4.32", 4))
        .Define("sample.so", "S_1")
        .Symbol("puts", 2, relocated: true).Symbol("_ZSt21ios_base_library_initv", 4, relocated: false);
}
