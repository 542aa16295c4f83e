namespace TorchBasics.Formats;

/// <summary>Turns the exceptions of the file system into a sentence that says what to do.</summary>
internal static class FileError
{
    private const int DiskFull = 28; // ENOSPC, the same on Linux and macOS
    private const int ReadOnlyFileSystem = 30; // EROFS
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    public static string Explain(Exception error) => error switch
    {
        UnauthorizedAccessException => "permission denied. Check the rights of the file and of its folder, or choose another place.",
        FileNotFoundException or DirectoryNotFoundException => "it does not exist. Check the spelling.",
        PathTooLongException => "the name is too long. Choose a shorter one.",
        { HResult: DiskFull or WindowsDiskFull or WindowsHandleDiskFull } => "the disk is full. Free some space or choose another place.",
        { HResult: ReadOnlyFileSystem } => "the file system is read-only. Choose another place.",
        _ when IsQuota(error.HResult) => "the disk quota is used up. Free some space or choose another place.",
        _ => $"{error.Message.TrimEnd('.')}.",
    };

    private static bool IsQuota(int code) => code == (OperatingSystem.IsMacOS() ? 69 : 122) && !OperatingSystem.IsWindows(); // EDQUOT
}
