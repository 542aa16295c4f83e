using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TorchBasics.Tests.Managed.Formats;

/// <summary>
/// Threads with a view of the file system of their own: another user's rights, or mounts that nobody else sees. Linux
/// keeps both per thread, so that the tests beside are not touched.
/// </summary>
internal static class LinuxThread
{
    private const int NewMounts = 0x00020000; // CLONE_NEWNS

    /// <summary>The kernel's number of the calling thread.</summary>
    public static int Id => GetThreadId();

    /// <summary>Runs an action on a new thread and passes its exception on.</summary>
    public static void Run(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action));
        thread.Start();
        thread.Join();
        if (failure is not null)
            throw failure;
    }

    /// <summary>Runs an action on a thread that has no rights on the files of others.</summary>
    public static void RunAsNobody(Action action)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root on Linux can give up its rights.");
        Run(() =>
        {
            const uint Nobody = 65534;
            const uint Invalid = uint.MaxValue; // changes nothing; the call returns the user that was set before
            _ = SetFileSystemUser(Nobody);
            Assert.Equal(Nobody, (uint)SetFileSystemUser(Invalid));
            action();
        });
    }

    /// <summary>Runs an action on a thread that sees a small file system, held in memory, in a folder.</summary>
    public static void RunWithSmallDisk(string folder, string size, Action action)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root on Linux can mount a small disk.");
        Run(() =>
        {
            Assert.SkipUnless(Unshare(NewMounts) == 0, "This machine does not let root have mounts of its own.");
            Assert.SkipUnless(
                Call("mount", "--make-rprivate", "/") && Call("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder),
                "This machine does not let root mount.");
            try
            {
                action();
            }
            finally
            {
                Call("umount", folder);
            }
        });
    }

    /// <summary>Runs a program and says whether it succeeded.</summary>
    public static bool Call(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
        process!.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    [DllImport("libc", EntryPoint = "gettid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetThreadId();

    [DllImport("libc", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetFileSystemUser(uint user);

    [DllImport("libc", EntryPoint = "unshare")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unshare(int flags);
}
