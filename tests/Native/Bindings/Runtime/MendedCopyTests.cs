using TorchBasics.Bindings.Libraries;

namespace TorchBasics.Tests.Native.Bindings.Runtime;

public sealed class MendedCopyTests : IDisposable
{
    private static readonly byte[] Original = [1, 2, 3];
    private static readonly byte[] Mended = [1, 2, 7];

    private readonly string _root = Directory.CreateTempSubdirectory("torchbasics-cache").FullName;

    private string Cache => Path.Combine(_root, "torchbasics", "native");

    public MendedCopyTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "libraries are mended on Linux only");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    // printf '\1\2\3' | sha256sum
    [Fact]
    public void The_copy_lies_under_the_hash_of_the_original()
    {
        var path = Store();

        Assert.Equal(Path.Combine(Cache, "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81", "libx.so"), path);
        Assert.Equal(Mended, File.ReadAllBytes(path));
    }

    [Fact]
    public void Only_the_owner_may_read_or_write()
    {
        var path = Store();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(path));
        for (var folder = Path.GetDirectoryName(path); folder != _root; folder = Path.GetDirectoryName(folder))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Mode(folder!));
    }

    [Fact]
    public void A_good_copy_is_not_written_again()
    {
        var path = Store();
        var longAgo = new DateTime(2001, 2, 3, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, longAgo);

        Store();

        Assert.Equal(longAgo, File.GetLastWriteTimeUtc(path));
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 8 })]
    [InlineData(new byte[] { 1, 2 })]
    [InlineData(new byte[] { 1, 2, 7, 0 })]
    [InlineData(new byte[0])]
    public void A_tampered_copy_is_replaced(byte[] tampered)
    {
        var path = Store();
        File.WriteAllBytes(path, tampered);

        Store();

        Assert.Equal(Mended, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_link_in_place_of_the_copy_is_replaced_and_its_target_untouched()
    {
        var path = Store();
        var target = Path.Combine(_root, "target");
        File.WriteAllBytes(target, Mended);
        SetMode(target, Mode(path));
        File.Delete(path);
        File.CreateSymbolicLink(path, target);

        Store();

        Assert.Null(new FileInfo(path).LinkTarget);
        Assert.Equal(Mended, File.ReadAllBytes(path));
        Assert.Equal(Mended, File.ReadAllBytes(target));
    }

    [Fact]
    public void A_copy_that_others_may_write_is_replaced()
    {
        var path = Store();
        SetMode(path, Mode(path) | UnixFileMode.OtherWrite);

        Store();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(path));
    }

    [Fact]
    public void A_folder_that_others_may_write_is_not_used()
    {
        Store();
        SetMode(Cache, Mode(Cache) | UnixFileMode.GroupWrite);

        var error = Assert.Throws<UnauthorizedAccessException>(() => Store());

        Assert.Contains(Cache, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_an_error_and_leaves_nothing()
    {
        File.WriteAllText(Path.Combine(_root, "torchbasics"), "a file where a folder should be");

        Assert.ThrowsAny<IOException>(() => Store());

        Assert.Single(Directory.GetFileSystemEntries(_root));
    }

    [Fact]
    public async Task Stores_at_the_same_time_all_end_with_the_whole_copy()
    {
        var paths =
            await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(Store, TestContext.Current.CancellationToken)));

        var path = Assert.Single(paths.Distinct());
        Assert.Equal(Mended, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_file_in_memory_holds_the_copy()
    {
        using var file = MendedCopy.InMemory("libx.so", Mended);

        Assert.Equal(Mended, File.ReadAllBytes(MendedCopy.PathOf(file)));
    }

    private static UnixFileMode Mode(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    private string Store() => MendedCopy.Store(Cache, "libx.so", Original, Mended);
}
