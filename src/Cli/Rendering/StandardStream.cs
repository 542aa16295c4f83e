using System.Runtime.InteropServices;
using System.Text;
using TorchBasics.Formats;

namespace TorchBasics.Cli.Rendering;

/// <summary>
/// Standard output or standard error. A write that fails is remembered, not thrown, and nothing is written after it: work is
/// not lost because nobody can be told of it. A reader that closes its pipe early has what it wanted; .NET takes that for no
/// failure, and so do we.
/// </summary>
internal sealed partial class StandardStream : Stream
{
    private const string NotOpen = "it is closed, or not open for writing.";
    private const int GetFlags = 1;       // F_GETFD
    private const int CloseOnExecute = 1; // FD_CLOEXEC

    private readonly Stream? _stream; // null where the process began without it

    private StandardStream(int descriptor, Func<Stream> open) => _stream = IsInherited(descriptor) ? open() : null;

    /// <summary>Why something was not written; null while everything was.</summary>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Standard output.</summary>
    public static StandardStream Output() => new(descriptor: 1, Console.OpenStandardOutput);

    /// <summary>Standard error.</summary>
    public static StandardStream Error() => new(descriptor: 2, Console.OpenStandardError);

    /// <summary>A writer that hands every text on at once.</summary>
    public TextWriter ToWriter()
    {
        var encoding = Console.OutputEncoding;
        var plain = encoding is UTF8Encoding ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) : encoding;
        return TextWriter.Synchronized(new StreamWriter(this, plain) { AutoFlush = true });
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Failure is not null)
            return;
        try
        {
            if (_stream is null)
                Failure = NotOpen;
            else
                _stream.Write(buffer);
        }
        catch (Exception error) when (FileError.Covers(error))
        {
            Failure = error is UnauthorizedAccessException ? NotOpen : FileError.Explain(error);
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is kept back.
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    // A descriptor that was closed when the process began may be a file or a pipe of the runtime by now. Those close when
    // another program is started, which an inherited one, having outlived such a start, does not.
    private static bool IsInherited(int descriptor) =>
        OperatingSystem.IsWindows() || (Control(descriptor, GetFlags) is >= 0 and var flags && (flags & CloseOnExecute) == 0);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(int descriptor, int command);
}
