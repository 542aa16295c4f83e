using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.Idx;

/// <summary>The uncompressed content of a file, read once from front to back.</summary>
internal abstract class IdxContent(string path) : IDisposable
{
    /// <summary>Bytes read so far.</summary>
    public long Position { get; private set; }

    protected string Path { get; } = path;

    /// <summary>Fills the buffer.</summary>
    /// <exception cref="MalformedFileException">The content ends before.</exception>
    public void ReadExactly(Span<byte> buffer)
    {
        var count = Read(buffer);
        Position += count;
        if (count < buffer.Length)
            throw Malformed($"the content ends here; {buffer.Length - count} more bytes were expected. The file is truncated.");
    }

    /// <summary>Checks, before memory is allocated, whether the file can have as many bytes as its header says.</summary>
    public abstract void CheckLength(long length);

    /// <summary>Checks that the content ends here and is undamaged.</summary>
    public abstract void CheckEnd();

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    /// <summary>Fills as much of the buffer as there is content.</summary>
    protected abstract int Read(Span<byte> buffer);

    protected MalformedFileException Malformed(string reason, Exception? cause = null) => new(Path, Position, reason, cause);
}
