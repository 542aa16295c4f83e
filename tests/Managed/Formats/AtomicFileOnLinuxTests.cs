using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using TorchBasics.Core.Errors;
using TorchBasics.Formats;

namespace TorchBasics.Tests.Managed.Formats;

/// <summary>Atomic files on real disks that are full or read-only, without rights, and as the kernel sees them.</summary>
public sealed class AtomicFileOnLinuxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_disk_that_is_full_at_any_point_leaves_the_old_content() =>
        LinuxThread.RunWithSmallDisk(_folder.Path, "1m", () =>
        {
            var old = Filled(300_000, 1);
            AtomicFile.Write(_folder.File("a"), old);
            var refused = 0;

            for (var size = 20_000; size <= 1_000_000; size += 20_000)
                refused += WriteOnSmallDisk(old, Filled(size, 2)) ? 0 : 1;

            Assert.InRange(refused, 10, 40); // 300,000 of about 1,048,576 bytes are taken, so sizes above 740,000 do not fit
        });

    [Fact]
    public void A_read_only_disk_is_explained() =>
        LinuxThread.RunWithSmallDisk(_folder.Path, "1m", () =>
        {
            AtomicFile.Write(_folder.File("a"), "old");
            Assert.SkipUnless(
                LinuxThread.Call("mount", "-o", "remount,ro", _folder.Path), "This machine does not let root mount read-only.");

            var error = Assert.Throws<TorchBasicsException>(() => AtomicFile.Write(_folder.File("a"), "new"));

            Assert.Equal((ErrorKind.Failed, $"{_folder.File("a")} could not be written: the file system is read-only. "
                + "Choose another place."), (error.Kind, error.Message));
            Assert.Equal("old", File.ReadAllText(_folder.File("a")));
        });

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_folder_without_the_right_to_write_is_explained()
    {
        AtomicFile.Write(_folder.File("a"), "old");
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b101_101_101);

        LinuxThread.RunAsNobody(() =>
        {
            var error = Assert.Throws<TorchBasicsException>(() => AtomicFile.Write(_folder.File("a"), "new"));

            Assert.Equal(ErrorKind.Failed, error.Kind);
            Assert.Contains("permission denied. Check the rights", error.Message, StringComparison.Ordinal);
            Assert.Equal("old", File.ReadAllText(_folder.File("a")));
        });

        Assert.Equal(["a"], _folder.Names());
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_file_without_the_right_to_read_is_explained()
    {
        AtomicFile.Write(_folder.File("a"), "secret");
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(_folder.File("a"), UnixFileMode.UserRead);

        LinuxThread.RunAsNobody(() =>
        {
            var error = Assert.Throws<TorchBasicsException>(() => InputFile.Open(_folder.File("a")));

            Assert.Equal(ErrorKind.Data, error.Kind);
            Assert.Contains("could not be read: permission denied", error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_pipe_is_no_file_to_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes have names in the file system only on Unix.");
        using var process = Process.Start(new ProcessStartInfo("sleep", "10") { RedirectStandardOutput = true })!;

        var error = Assert.Throws<TorchBasicsException>(() => InputFile.Open($"/proc/{process.Id}/fd/1"));

        process.Kill();
        Assert.Contains("it is a pipe or a device", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kernel_sees_the_content_flushed_before_the_rename_and_the_folder_after_it()
    {
        const int Saves = 100;

        var calls = Trace(() =>
        {
            for (var save = 0; save < Saves; save++)
                AtomicFile.Write(_folder.File("a"), Filled(100 + (save * 1000), (byte)save));
        });

        var rest = calls;
        for (var save = 0; save < Saves; save++)
        {
            var temporary = After(ref rest, $"openat\\(.*/\\.torchbasics-.*O_CREAT.*= (\\d+)");
            After(ref rest, $"write.*\\({temporary},");
            After(ref rest, $"fsync\\({temporary}\\) += 0()");
            var written = rest;
            After(ref rest, "rename.*\\.torchbasics-.*/a\".*= 0()");
            Assert.DoesNotContain(written[..^rest.Length], call => Regex.IsMatch(call, $"write.*\\({temporary},"));
            var folder = After(ref rest, $"open(?:at)?\\(.*{Regex.Escape(Path.GetFileName(_folder.Path))}\".*= (\\d+)");
            After(ref rest, $"fsync\\({folder}\\) += 0()");
        }
    }

    /// <summary>Finds the first call that matches, drops what comes before, and returns the captured text.</summary>
    private static string After(ref string[] calls, string pattern)
    {
        for (var i = 0; i < calls.Length; i++)
        {
            if (Regex.Match(calls[i], pattern) is not { Success: true } match)
                continue;
            calls = calls[(i + 1)..];
            return match.Groups[1].Value;
        }

        Assert.Fail($"No call matches {pattern} in:\n{string.Join('\n', calls.Take(30))}");
        return "";
    }

    private string[] Trace(Action action)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/strace"), "strace is not installed.");
        var log = _folder.File("trace");
        LinuxThread.Run(() =>
        {
            using var strace = Process.Start(new ProcessStartInfo("/usr/bin/strace",
                ["-e", "trace=openat,open,write,pwrite64,pwritev,fsync,rename,renameat,renameat2", "-o", log, "-p",
                    $"{LinuxThread.Id}"])
            { RedirectStandardError = true })!;
            var answer = strace.StandardError.ReadLine();
            Assert.SkipUnless(
                answer?.Contains("attached", StringComparison.Ordinal) == true, $"strace may not look at this process: {answer}");
            action();
            LinuxThread.Call("kill", "-INT", $"{strace.Id}");
            strace.WaitForExit();
        });
        return File.ReadAllLines(log);
    }

    private bool WriteOnSmallDisk(byte[] old, byte[] content)
    {
        var path = _folder.File("a");
        AtomicFile.Write(path, old);

        var error = Record.Exception(() => AtomicFile.Write(path, content));

        Assert.Equal(error is null ? content : old, File.ReadAllBytes(path));
        Assert.Equal(["a"], _folder.Names());
        if (error is null)
            return true;
        Assert.Equal($"{path} could not be written: the disk is full. Free some space or choose another place.", error.Message);
        Assert.Equal(ErrorKind.Failed, Assert.IsType<TorchBasicsException>(error).Kind);
        return false;
    }

    private static byte[] Filled(int size, byte value)
    {
        var bytes = new byte[size];
        Array.Fill(bytes, value);
        return bytes;
    }
}
