using CsCheck;
using TorchBasics.Bindings.Elf;
using TorchBasics.Bindings.Libraries;
using TorchBasics.Core.Errors;
using TorchBasics.Tests.Native.Bindings.Elf;

namespace TorchBasics.Tests.Native.Bindings.Runtime;

public class VersionMendingTests
{
    [Fact]
    public void A_version_that_is_lacking_and_unused_is_marked_weak_and_nothing_else_changes()
    {
        var builder = Library(markerRelocated: false);
        var original = builder.Build();
        var before = original.ToArray();

        var mended = VersionMending.Mend("libx.so", original, OldSystem);

        Assert.NotNull(mended);
        Assert.Equal("/lib/libstdc++.so.6 lacks GLIBCXX_3.4.32, which no relocation of this library uses", mended.Value.Reason);
        before[builder.FlagsAt["GLIBCXX_3.4.32"]] = 2;
        Assert.Equal(before, mended.Value.Bytes);
        Assert.Equal(0, original[builder.FlagsAt["GLIBCXX_3.4.32"]]);
    }

    [Fact]
    public void A_version_that_a_relocation_uses_is_an_error_that_names_symbol_and_versions()
    {
        var original = Library(markerRelocated: true).Build();

        var error = Assert.Throws<TorchBasicsException>(() => VersionMending.Mend("libx.so", original, OldSystem));

        Assert.Equal(ErrorKind.NativeRuntime, error.Kind);
        Assert.Equal(
            "libx.so uses the symbol marker in version GLIBCXX_3.4.32 of libstdc++.so.6; /lib/libstdc++.so.6 offers at most "
            + "GLIBCXX_3.4.9. Install a newer libstdc++.so.6, or run on a newer system.",
            error.Message);
    }

    [Fact]
    public void Nothing_is_changed_where_the_system_has_everything()
    {
        var original = Library(markerRelocated: false).Build();

        Assert.Null(VersionMending.Mend("libx.so", original,
            name => new HostLibrary(name, new HashSet<string> { "GLIBC_2.34", "GLIBCXX_3.4", "GLIBCXX_3.4.32" })));
    }

    [Fact]
    public void A_library_that_is_absent_or_has_no_versions_is_left_to_the_loader()
    {
        var original = Library(markerRelocated: false).Build();

        Assert.Null(VersionMending.Mend("libx.so", original, _ => null));
        Assert.Null(VersionMending.Mend("libx.so", original, name => new HostLibrary(name, new HashSet<string>())));
    }

    [Fact]
    public void A_mended_library_needs_no_mending()
    {
        var mended = VersionMending.Mend("libx.so", Library(markerRelocated: false).Build(), OldSystem)!.Value.Bytes;

        Assert.Null(VersionMending.Mend("libx.so", mended, OldSystem));
    }

    // The figures are those of readelf --version-info (binutils 2.40) for TorchSharp 0.107.0: entry 0x140 of the
    // section at file offset 0x3f8f0, index 18; and readelf --relocs finds no relocation for the only symbol that has it.
    [Fact]
    public void In_the_real_library_exactly_one_bit_changes()
    {
        var original = File.ReadAllBytes(RealLibrary.Path());

        var mended = VersionMending.Mend("real", original, RealSystemBut("GLIBCXX_3.4.32"))!.Value.Bytes;

        var changed = Enumerable.Range(0, original.Length).Where(at => original[at] != mended[at]);
        Assert.Equal([0x3f8f0 + 0x140 + 4], changed);
        Assert.Equal(2, mended[0x3f8f0 + 0x140 + 4]);
    }

    // GLIBCXX_3.4.30 carries std::condition_variable::wait, which the library does call (readelf: R_X86_64_JUMP_SLOT).
    [Fact]
    public void In_the_real_library_a_version_that_is_called_is_not_touched()
    {
        var original = File.ReadAllBytes(RealLibrary.Path());

        var error = Assert.Throws<TorchBasicsException>(
            () => VersionMending.Mend("real", original, RealSystemBut("GLIBCXX_3.4.30")));

        Assert.Contains(
            "_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE in version GLIBCXX_3.4.30",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_of_the_real_library_within_its_tables_is_refused()
    {
        var original = File.ReadAllBytes(RealLibrary.Path());
        var host = RealSystemBut("GLIBCXX_3.4.32");

        // The last segment is loaded from the file's data at 0x1d76c0, so every shorter file is damaged. In the tables
        // (readelf: .gnu.version at 0x3dfae to the relocations' end at 0x4fb38) every 7th length, and all of .gnu.version_r.
        var lengths = Enumerable.Range(0, 64 + (10 * 56) + 1)
            .Concat(Enumerable.Range(0x3f8f0, 0x210))
            .Concat(Enumerable.Range(0, (0x4fb38 - 0x3dfae) / 7).Select(i => 0x3dfae + (7 * i)));
        foreach (var length in lengths)
            Assert.Throws<MalformedFileException>(() => VersionMending.Mend("real", original.AsMemory(0, length), host));
    }

    [Fact]
    public void Random_damage_to_the_real_library_is_mended_or_refused()
    {
        var bytes = File.ReadAllBytes(RealLibrary.Path());
        var host = RealSystemBut("GLIBCXX_3.4.32");

        // Header and segments, the version tables, the dynamic section: where the reader looks.
        Gen.Select(
            Gen.OneOf(Gen.Int[0, 64 + (10 * 56)], Gen.Int[0x3dfae, 0x3fb00], Gen.Int[0x1d4b18, 0x1d4b18 + 0x270]), Gen.Byte)
            .Array[1, 4].Sample(
                changes =>
                {
                    var kept = changes.Select(change => bytes[change.Item1]).ToArray();
                    foreach (var (at, value) in changes)
                        bytes[at] = value;
                    try
                    {
                        MendOrRefuse(bytes, host);
                    }
                    finally
                    {
                        for (var i = changes.Length - 1; i >= 0; i--)
                            bytes[changes[i].Item1] = kept[i];
                    }
                },
                iter: 1000, threads: 1);
    }

    private static void MendOrRefuse(byte[] bytes, Func<string, HostLibrary?> host)
    {
        try
        {
            if (VersionMending.Mend("real", bytes, host) is var (mended, _))
                Assert.Equal(bytes.Length, mended.Length);
        }
        catch (TorchBasicsException error) when (error is MalformedFileException || error.Kind == ErrorKind.NativeRuntime)
        {
            // the two ways to refuse: damaged, and a lacking version that is used
        }
    }

    private static ElfBuilder Library(bool markerRelocated) => new ElfBuilder()
        .Need("libc.so.6", ("GLIBC_2.34", 2))
        .Need("libstdc++.so.6", ("GLIBCXX_3.4", 3), ("GLIBCXX_3.4.32", 4))
        .Symbol("puts", 2, relocated: true).Symbol("_ZSt4cout", 3, relocated: true).Symbol("marker", 4, markerRelocated);

    private static HostLibrary? OldSystem(string name) => new($"/lib/{name}", name == "libc.so.6"
        ? new HashSet<string> { "libc.so.6", "GLIBC_2.2.5", "GLIBC_2.34" }
        : new HashSet<string>
        {
            "libstdc++.so.6", "GLIBCXX_3.4", "GLIBCXX_3.4.2", "GLIBCXX_3.4.9", "GLIBCXX_TUNABLES", "CXXABI_1.3.15"
        });

    /// <summary>A system that has every version the real library needs but one.</summary>
    private static Func<string, HostLibrary?> RealSystemBut(string lacking)
    {
        var needs = ElfImage.Parse("real", File.ReadAllBytes(RealLibrary.Path())).Needs;
        return name => new HostLibrary($"/lib/{name}",
            needs.Where(need => need.Library == name && need.Version != lacking).Select(need => need.Version).ToHashSet());
    }
}
