using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>
/// Lets the output of a process hold so little that the process has to wait for its reader: who stops reading knows that
/// it has not ended, however fast the machine is.
/// </summary>
internal static partial class NarrowPipe
{
    private const int SetPipeSize = 1031; // F_SETPIPE_SZ
    private const int Capacity = 4096;    // the smallest: a page

    public static void Narrow(Process process)
    {
        var pipe = Assert.IsType<AnonymousPipeClientStream>(process.StandardOutput.BaseStream);
        Assert.InRange(Control(pipe.SafePipeHandle, SetPipeSize, Capacity), Capacity, 1 << 15);
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(SafeHandle file, int command, nint argument);
}
