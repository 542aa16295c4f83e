namespace TorchBasics.Bindings.Elf;

/// <summary>The dynamic section of a shared library and the segments that turn its addresses into file positions.</summary>
internal sealed class ElfDynamic
{
    private const uint LoadSegment = 1;
    private const uint DynamicSegment = 2;

    private readonly ElfBytes _bytes;
    private readonly List<Segment> _loads = [];
    private readonly Dictionary<DynamicTag, ulong> _entries = [];
    private readonly (ulong Start, ulong Size) _strings;

    private ElfDynamic(ElfBytes bytes)
    {
        _bytes = bytes;
        CheckHeader();
        ReadEntries(ReadSegments());
        _strings = (FileOffset(Require(DynamicTag.StringTable)), Require(DynamicTag.StringTableSize));
    }

    public static ElfDynamic Read(ElfBytes bytes) => new(bytes);

    /// <summary>The value of a tag, or null when the library has none.</summary>
    public ulong? Find(DynamicTag tag) => _entries.TryGetValue(tag, out var value) ? value : null;

    public ulong Require(DynamicTag tag) =>
        Find(tag) ?? throw _bytes.Malformed(0, $"the dynamic section lacks the entry {tag}");

    /// <summary>A name of the dynamic string table.</summary>
    public string String(uint index, int longest) => _bytes.Name(_strings.Start, _strings.Size, index, longest);

    /// <summary>Where the bytes that will be loaded at an address stand in the file.</summary>
    public ulong FileOffset(ulong address)
    {
        foreach (var load in _loads)
        {
            if (address >= load.Address && address - load.Address < load.FileSize)
                return load.Offset + (address - load.Address);
        }

        throw _bytes.Malformed(0, $"address 0x{address:x} lies in no loaded segment");
    }

    /// <summary>The symbol of each relocation that has one.</summary>
    public IEnumerable<uint> RelocatedSymbols()
    {
        const ulong withAddend = 24, withoutAddend = 16;
        var plt = Find(DynamicTag.PltRelocationsKind) == (ulong)DynamicTag.Relocations ? withoutAddend : withAddend;
        return SymbolsOf(DynamicTag.RelocationsWithAddend, DynamicTag.RelocationsWithAddendSize, withAddend)
            .Concat(SymbolsOf(DynamicTag.Relocations, DynamicTag.RelocationsSize, withoutAddend))
            .Concat(SymbolsOf(DynamicTag.PltRelocations, DynamicTag.PltRelocationsSize, plt));
    }

    private IEnumerable<uint> SymbolsOf(DynamicTag table, DynamicTag size, ulong entrySize)
    {
        if (Find(table) is not { } address)
            yield break;
        var start = FileOffset(address);
        var count = Require(size) / entrySize;
        if (count > (ulong)_bytes.Length)
            throw _bytes.Malformed(start, $"{count} relocations are more than the file has bytes");
        for (var i = 0UL; i < count; i++)
        {
            var symbol = (uint)(_bytes.U64(start + (i * entrySize) + 8) >> 32);
            if (symbol != 0)
                yield return symbol;
        }
    }

    private void CheckHeader()
    {
        if (!_bytes.Slice(0, 4).SequenceEqual("\u007FELF"u8))
            throw _bytes.Malformed(0, "this is not an ELF file");
        if (!_bytes.Slice(4, 2).SequenceEqual(new byte[] { 2, 1 }))
            throw _bytes.Malformed(4, "this is not a 64-bit little-endian ELF file");
    }

    private Segment ReadSegments()
    {
        const int entrySize = 56;
        var (table, size, count) = (_bytes.U64(32), _bytes.U16(54), _bytes.U16(56));
        if (size != entrySize)
            throw _bytes.Malformed(54, $"a program header has {size} bytes; {entrySize} were expected");
        _ = _bytes.Slice(table, (ulong)count * entrySize);
        Segment? dynamic = null;
        for (var i = 0UL; i < count; i++)
        {
            var at = table + (i * entrySize);
            var segment = new Segment(_bytes.U64(at + 8), _bytes.U64(at + 16), _bytes.U64(at + 32));
            var kind = _bytes.U32(at);
            if (kind is LoadSegment or DynamicSegment)
                _ = _bytes.Slice(segment.Offset, segment.FileSize);
            if (kind == LoadSegment)
                _loads.Add(segment);
            else if (kind == DynamicSegment)
                dynamic ??= segment;
        }

        return dynamic ?? throw _bytes.Malformed(table, "there is no dynamic section; a shared library has one");
    }

    private void ReadEntries(Segment dynamic)
    {
        const ulong entrySize = 16;
        for (var at = dynamic.Offset; at - dynamic.Offset + entrySize <= dynamic.FileSize; at += entrySize)
        {
            var tag = (DynamicTag)_bytes.U64(at);
            if (tag == DynamicTag.End)
                return;
            _entries[tag] = _bytes.U64(at + 8);
        }
    }

    private sealed record Segment(ulong Offset, ulong Address, ulong FileSize);
}
