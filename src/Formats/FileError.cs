namespace TorchBasics.Formats;

/// <summary>Turns the exceptions of the file system into a sentence that says what to do.</summary>
public static class FileError
{
    private const int DiskFull = 28; // ENOSPC, the same on Linux and macOS
    private const int TooManyOpen = 24; // EMFILE, the same on Linux and macOS
    private const int TooLarge = 27; // EFBIG, the same on Linux and macOS
    private const int ReadOnlyFileSystem = 30; // EROFS
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>
    /// Whether the file system has raised an exception; .NET gives a file that becomes too large (EFBIG) one of its own.
    /// </summary>
    /// <param name="error">What was thrown.</param>
    /// <returns>Whether it tells of a file, not of a mistake in the program.</returns>
    public static bool Covers(Exception error) => error is IOException or UnauthorizedAccessException || IsTooLarge(error);

    /// <summary>What has happened to a file, and what to do about it.</summary>
    /// <param name="error">An exception that is covered.</param>
    /// <returns>A sentence that follows a colon.</returns>
    public static string Explain(Exception error) => error switch
    {
        UnauthorizedAccessException =>
            "permission denied. Check the rights of the file and of its folder, or choose another place.",
        FileNotFoundException or DirectoryNotFoundException => "it does not exist. Check the spelling.",
        PathTooLongException => "the name is too long. Choose a shorter one.",
        { HResult: DiskFull or WindowsDiskFull or WindowsHandleDiskFull } =>
            "the disk is full. Free some space or choose another place.",
        { HResult: TooManyOpen } => "too many files are open at once. Raise the limit (ulimit -n).",
        _ when IsTooLarge(error) =>
            "it would be larger than the limit of this process (ulimit -f) or the file system allows. "
            + "Raise the limit or choose another place.",
        { HResult: ReadOnlyFileSystem } => "the file system is read-only. Choose another place.",
        _ when IsQuota(error.HResult) => "the disk quota is used up. Free some space or choose another place.",
        _ => $"{error.Message.TrimEnd('.')}.",
    };

    private static bool IsTooLarge(Exception error) =>
        error is ArgumentOutOfRangeException { ParamName: "value" } or IOException { HResult: TooLarge };

    // EDQUOT
    private static bool IsQuota(int code) => code == (OperatingSystem.IsMacOS() ? 69 : 122) && !OperatingSystem.IsWindows();
}
