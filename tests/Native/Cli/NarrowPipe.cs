using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>
/// Lets the output of a process hold so little that the process has to wait for its reader: who stops reading knows that
/// it has not ended, however fast the machine is.
/// </summary>
internal static partial class NarrowPipe
{
    private const int SetPipeSize = 1031; // F_SETPIPE_SZ
    private const int Capacity = 4096;    // the smallest: a page
    private const uint CountBytes = 0x541B; // FIONREAD

    /// <summary>Makes the pipe as small as the system allows.</summary>
    /// <returns>How many bytes it holds.</returns>
    public static int Narrow(Process process)
    {
        var capacity = Control(Pipe(process), SetPipeSize, Capacity);
        Assert.InRange(capacity, Capacity, 1 << 15);
        return capacity;
    }

    /// <summary>The bytes that wait for the reader.</summary>
    public static int Held(Process process)
    {
        Assert.Equal(0, Control(Pipe(process), CountBytes, out var count));
        return count;
    }

    private static SafePipeHandle Pipe(Process process) =>
        Assert.IsType<AnonymousPipeClientStream>(process.StandardOutput.BaseStream).SafePipeHandle;

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(SafeHandle file, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(SafeHandle file, uint request, out int count);
}
