using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.Idx;

/// <summary>A file that is not compressed.</summary>
internal sealed class PlainContent : IdxContent
{
    private readonly Stream _source;

    public PlainContent(string path, Stream source)
        : base(path)
    {
        _source = source;
        source.Position = 0;
    }

    public override void CheckLength(long length)
    {
        if (_source.Length < length)
            throw new MalformedFileException(
                Path, _source.Length, $"the file ends here; its header declares {length} bytes. The file is truncated.");
        if (_source.Length > length)
            throw new MalformedFileException(Path, length, $"{_source.Length - length} bytes follow the last number.");
    }

    public override void CheckEnd()
    {
        // CheckLength has compared the lengths.
    }

    protected override int Read(Span<byte> buffer) => _source.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
}
