namespace TorchBasics.Formats.Idx;

/// <summary>
/// The part of a file between two places, handed out so that one can tell afterwards where the inflater stopped: the
/// last bytes go out one by one, because an inflater asks for more only while it has not seen the end mark.
/// </summary>
internal sealed class DeflateInput : Stream
{
    private const int SingleBytes = 64;

    private readonly Stream _source;
    private readonly long _start;
    private readonly long _end;

    public DeflateInput(Stream source, long start, long end)
    {
        (_source, _start, _end) = (source, start, end);
        source.Position = start;
    }

    /// <summary>Whether more was asked for than there is: the end mark is missing.</summary>
    public bool AskedBeyondEnd { get; private set; }

    /// <summary>Bytes not yet handed out.</summary>
    public long Remaining => _end - _source.Position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _end - _start;

    public override long Position
    {
        get => _source.Position - _start;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        AskedBeyondEnd |= Remaining == 0;
        var count = Remaining > SingleBytes ? Remaining - SingleBytes : Math.Min(Remaining, 1);
        return _source.Read(buffer[..(int)Math.Min(count, buffer.Length)]);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
