namespace TorchBasics.Formats.Idx;

/// <summary>The header of a gzip member: ten fixed bytes and some optional fields (RFC 1952, section 2.3).</summary>
internal sealed class GzipHeader(Stream source, long end)
{
    private const int Deflate = 8;
    private const int HasHeaderCrc = 0x02;
    private const int HasExtra = 0x04;
    private const int HasName = 0x08;
    private const int HasComment = 0x10;
    private const int Reserved = 0xE0;

    private uint _crc;
    private bool _ended;

    /// <summary>Moves the stream to the compressed data; returns what is wrong, or null.</summary>
    public string? Skip()
    {
        source.Position = 0;
        SkipBytes(2);
        var method = Next();
        var flags = Next();
        SkipBytes(6); // time, extra flags, operating system
        if (!_ended && method != Deflate)
            return $"names the compression method {method}; expected 8";
        if (!_ended && (flags & Reserved) != 0)
            return $"has reserved flags set ({flags:X2})";
        if ((flags & HasExtra) != 0)
            SkipBytes(Next() | (Next() << 8));
        if ((flags & HasName) != 0)
            SkipText();
        if ((flags & HasComment) != 0)
            SkipText();
        var crc = _crc & 0xFFFF;
        if ((flags & HasHeaderCrc) != 0 && (Next() | (Next() << 8)) != crc && !_ended)
            return "has a wrong check sum";
        return _ended ? "is truncated" : null;
    }

    private int Next()
    {
        if (source.Position >= end)
            _ended = true;
        if (_ended)
            return 0;
        var value = (byte)source.ReadByte();
        _crc = Crc32.Append(_crc, [value]);
        return value;
    }

    private void SkipBytes(int count)
    {
        for (var i = 0; i < count && !_ended; i++)
            Next();
    }

    private void SkipText()
    {
        while (Next() != 0)
        {
        }
    }
}
