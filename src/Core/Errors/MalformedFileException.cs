namespace TorchBasics.Core.Errors;

/// <summary>The one exception for a file whose bytes break the rules of its format.</summary>
public sealed class MalformedFileException : TorchBasicsException
{
    /// <summary>Creates the error for one place in one file.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="offset">Position of the offending byte, counted from 0 in the uncompressed content.</param>
    /// <param name="reason">What stands there, what was expected, and what to do.</param>
    /// <param name="innerException">The cause, if another exception is one.</param>
    public MalformedFileException(string path, long offset, string reason, Exception? innerException = null)
        : base(ErrorKind.Data, $"{path}, byte {offset}: {reason}", innerException) =>
        (Path, Offset, Reason) = (path, offset, reason);

    /// <summary>The file, as the user named it.</summary>
    public string Path { get; }

    /// <summary>Position of the offending byte, counted from 0 in the uncompressed content.</summary>
    public long Offset { get; }

    /// <summary>What stands there, what was expected, and what to do.</summary>
    public string Reason { get; }
}
