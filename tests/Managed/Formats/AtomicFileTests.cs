using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using TorchBasics.Core.Errors;
using TorchBasics.Formats;

namespace TorchBasics.Tests.Managed.Formats;

public sealed class AtomicFileTests : IDisposable
{
    private static readonly string[] Steps =
        ["create", "rights", "write", "write", "write", "flush", "rename", "close", "flush folder"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_file_holds_what_was_written_and_nothing_stays_beside_it()
    {
        AtomicFile.Write(_folder.File("a.txt"), "Grüße");

        Assert.Equal("Grüße"u8.ToArray(), File.ReadAllBytes(_folder.File("a.txt")));
        Assert.Equal(["a.txt"], _folder.Names());
    }

    [Fact]
    public void A_longer_file_is_replaced_whole()
    {
        AtomicFile.Write(_folder.File("a"), new byte[1000]);

        AtomicFile.Write(_folder.File("a"), "short"u8.ToArray());

        Assert.Equal("short"u8.ToArray(), File.ReadAllBytes(_folder.File("a")));
    }

    [Fact]
    public void A_relative_name_with_letters_of_many_scripts_works()
    {
        var path = Path.GetRelativePath(Directory.GetCurrentDirectory(), _folder.File("ファイル ü 😀.bin"));

        AtomicFile.Write(path, new byte[3]);

        Assert.Equal(3, new FileInfo(path).Length);
    }

    [Fact]
    public void A_name_of_the_greatest_length_works()
    {
        AtomicFile.Write(_folder.File(new string('n', 255)), "x");

        Assert.Equal([new string('n', 255)], _folder.Names());
    }

    [Fact]
    public void The_steps_come_in_the_order_that_survives_a_power_cut()
    {
        var files = new FaultyFileOperations(failing: 0, forever: false);

        AtomicFile.Write(_folder.File("a"), WriteThreeParts, files);

        Assert.Equal(Steps, files.Log);
    }

    [Fact]
    public void Whichever_step_fails_the_file_holds_the_old_content_or_the_new()
    {
        for (var step = 1; step <= Steps.Length; step++)
        {
            foreach (var forever in (bool[])[false, true])
            {
                foreach (var old in (string?[])[null, "old content"])
                    OneFault(step, forever, old);
            }
        }
    }

    [Fact]
    public void An_error_of_the_writer_itself_comes_through_and_the_old_file_stays()
    {
        AtomicFile.Write(_folder.File("a"), "old");

        Assert.Throws<FormatException>(() => AtomicFile.Write(_folder.File("a"), stream =>
        {
            stream.Write(new byte[100_000]);
            throw new FormatException();
        }));

        Assert.Equal("old", File.ReadAllText(_folder.File("a")));
        Assert.Equal(["a"], _folder.Names());
    }

    [Fact]
    public void A_folder_as_target_is_refused()
    {
        var error = Assert.Throws<TorchBasicsException>(() => AtomicFile.Write(_folder.Path, "x"));

        Assert.Equal(ErrorKind.Failed, error.Kind);
        Assert.Equal($"{_folder.Path} could not be written: it is a folder. Give the name of a file.", error.Message);
    }

    [Fact]
    public void A_name_that_ends_like_a_folder_is_refused()
    {
        var error = Assert.Throws<TorchBasicsException>(() => AtomicFile.Write(_folder.File("new/"), "x"));

        Assert.Contains("it is a folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        var error = Assert.Throws<TorchBasicsException>(() => AtomicFile.Write(_folder.File("no/where/a"), "x"));

        Assert.Equal(
            $"{_folder.File("no/where/a")} could not be written: "
            + $"the folder {_folder.File("no/where")} does not exist. Create it first.",
            error.Message);
    }

    [Fact]
    public void A_write_protected_file_is_left_alone()
    {
        AtomicFile.Write(_folder.File("a"), "old");
        File.SetAttributes(_folder.File("a"), FileAttributes.ReadOnly);

        var error = Assert.Throws<TorchBasicsException>(() => AtomicFile.Write(_folder.File("a"), "new"));

        Assert.Contains("it is write-protected", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_folder.File("a")));
        File.SetAttributes(_folder.File("a"), FileAttributes.Normal);
    }

    [Fact]
    public void A_name_that_is_too_long_is_explained()
    {
        var error = Assert.Throws<TorchBasicsException>(() => AtomicFile.Write(_folder.File(new string('n', 300)), "x"));

        Assert.Contains("the name is too long", error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public void A_device_is_never_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Devices have names in the file system only on Unix.");
        var files = new FaultyFileOperations(failing: 1, forever: true); // so that a mistake cannot harm the machine

        var error = Assert.Throws<TorchBasicsException>(() => AtomicFile.Write("/dev/null", WriteThreeParts, files));

        Assert.Contains("it is a pipe or a device", error.Message, StringComparison.Ordinal);
        Assert.Empty(files.Log);
    }

    [Fact]
    public void A_link_to_a_device_is_never_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Devices have names in the file system only on Unix.");
        File.CreateSymbolicLink(_folder.File("link"), "/dev/null");
        var files = new FaultyFileOperations(failing: 1, forever: true); // so that a mistake cannot harm the machine

        Assert.Contains(
            "it is a pipe or a device",
            Assert.Throws<TorchBasicsException>(() => AtomicFile.Write(_folder.File("link"), WriteThreeParts, files)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_explained()
    {
        File.WriteAllText(_folder.File("file"), "mine");

        var error = Assert.Throws<TorchBasicsException>(() => AtomicFile.Write(_folder.File("file/model"), "x"));

        Assert.EndsWith("file is a file, not a folder.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_is_never_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes have names in the file system only on Unix.");
        using (var make = Process.Start("mkfifo", [_folder.File("pipe")]))
            make.WaitForExit();

        var error = Assert.Throws<TorchBasicsException>(() => AtomicFile.Write(_folder.File("pipe"), "x"));

        Assert.Contains("it is a pipe or a device", error.Message, StringComparison.Ordinal);
        Assert.Equal(["pipe"], _folder.Names());
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void The_access_rights_of_a_replaced_file_are_kept()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Access rights are modes only on Unix.");
        AtomicFile.Write(_folder.File("a"), "old");
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(_folder.File("a"), Private);

        AtomicFile.Write(_folder.File("a"), "new");

        Assert.Equal(Private, File.GetUnixFileMode(_folder.File("a")));
    }

    [Fact]
    public void A_symbolic_link_stays_a_link_and_its_target_is_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links need special rights on Windows.");
        File.CreateSymbolicLink(_folder.File("link"), _folder.File("target"));

        AtomicFile.Write(_folder.File("link"), "first"); // the link dangles
        AtomicFile.Write(_folder.File("link"), "second");

        Assert.NotNull(new FileInfo(_folder.File("link")).LinkTarget);
        Assert.Equal("second", File.ReadAllText(_folder.File("target")));
        Assert.Equal(["link", "target"], _folder.Names());
    }

    [Fact]
    public void Leftovers_of_an_ended_process_are_removed_and_those_of_a_living_writer_are_not()
    {
        File.WriteAllText(_folder.File(".torchbasics-1-0123456789abcdef.tmp"), "half");
        File.WriteAllText(_folder.File("other.tmp"), "of another program");
        var removed = -1;

        AtomicFile.Write(_folder.File("a"), stream =>
        {
            stream.Write("content"u8);
            removed = AtomicFile.RemoveLeftovers(_folder.Path);
        });

        Assert.Equal(1, removed);
        Assert.Equal(["a", "other.tmp"], _folder.Names());
    }

    [Fact]
    public void A_folder_that_does_not_exist_has_no_leftovers() =>
        Assert.Equal(0, AtomicFile.RemoveLeftovers(_folder.File("none")));

    private static void WriteThreeParts(Stream stream)
    {
        foreach (var part in (string[])["new ", "con", "tent"])
            stream.Write(Encoding.UTF8.GetBytes(part));
    }

    private void OneFault(int step, bool forever, string? old)
    {
        var path = _folder.File("a");
        File.Delete(path);
        if (old is not null)
            File.WriteAllText(path, old);
        var files = new FaultyFileOperations(step, forever);

        var error = Record.Exception(() => AtomicFile.Write(path, WriteThreeParts, files));

        var renamed = step > Array.IndexOf(Steps, "rename") + 1;
        var kind = Assert.IsType<TorchBasicsException>(error).Kind;
        Assert.Equal(ErrorKind.Failed, kind);
        Assert.Contains($"operation {step} ({Steps[step - 1]})", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            renamed ? "was written, but the disk did not confirm it" : "could not be written",
            error.Message,
            StringComparison.Ordinal);
        Assert.Equal(renamed ? "new content" : old, File.Exists(path) ? File.ReadAllText(path) : null);
        Assert.Equal(renamed || old is not null ? ["a"] : [], _folder.Names());
    }
}
