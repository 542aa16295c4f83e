using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Elf;

/// <summary>
/// What a 64-bit little-endian ELF shared library says about symbol versions: which it needs, which it defines, and
/// which of those it needs a relocation uses. Nothing of the file is trusted.
/// </summary>
/// <remarks>
/// Layout: System V Application Binary Interface, chapters 4 and 5; version tables: Linux Standard Base, Core
/// specification, "Symbol Versioning". All tables are found through the dynamic section, as the loader finds them,
/// not through section headers, which a loader ignores and a tool may strip.
/// </remarks>
internal sealed class ElfImage
{
    /// <summary>VER_FLG_WEAK: the loader does not mind when this version is absent.</summary>
    public const ushort WeakFlag = 2;

    private const int LongestVersion = 1024;
    private const int LongestSymbol = 65_535;
    private const int MostEntries = 32_768; // version indices have 15 bits
    private const int VersionIndexMask = 0x7FFF;

    private readonly ElfBytes _bytes;
    private readonly ElfDynamic _dynamic;

    private ElfImage(ElfBytes bytes)
    {
        (_bytes, _dynamic) = (bytes, ElfDynamic.Read(bytes));
        Needs = ReadNeeds();
        Definitions = ReadDefinitions();
    }

    /// <summary>Versions that this library asks of others, in file order.</summary>
    public IReadOnlyList<VersionNeed> Needs { get; }

    /// <summary>
    /// Versions that this library offers; empty for one without versions, which the loader accepts for any need.
    /// </summary>
    public IReadOnlySet<string> Definitions { get; }

    /// <summary>Reads the tables.</summary>
    /// <param name="path">Name for messages.</param>
    /// <param name="bytes">The whole file.</param>
    /// <exception cref="MalformedFileException">The file is not such a library, or a table breaks the format.</exception>
    public static ElfImage Parse(string path, ReadOnlyMemory<byte> bytes) => new(new ElfBytes(path, bytes));

    /// <summary>For each needed version that a relocation uses: the name of one symbol that carries it.</summary>
    public IReadOnlyDictionary<ushort, string> RelocatedVersions()
    {
        var used = new Dictionary<ushort, string>();
        if (_dynamic.Find(DynamicTag.VersionSymbols) is not { } versionsAddress)
            return used;
        var versions = _dynamic.FileOffset(versionsAddress);
        foreach (var symbol in _dynamic.RelocatedSymbols())
        {
            var index = (ushort)(_bytes.U16(versions + (2UL * symbol)) & VersionIndexMask);
            if (!used.ContainsKey(index))
                used.Add(index, SymbolName(symbol));
        }

        return used;
    }

    private string SymbolName(uint symbol)
    {
        const ulong symbolSize = 24;
        var table = _dynamic.FileOffset(_dynamic.Require(DynamicTag.SymbolTable));
        return _dynamic.String(_bytes.U32(table + (symbolSize * symbol)), LongestSymbol);
    }

    // As in the dynamic loader, a chain of records ends where the distance to the next is 0; the counts beside are not read.
    private List<VersionNeed> ReadNeeds()
    {
        var needs = new List<VersionNeed>();
        if (_dynamic.Find(DynamicTag.VersionNeeds) is not { } address)
            return needs;
        foreach (var at in Chain(_dynamic.FileOffset(address), nextAt: 12))
        {
            var library = _dynamic.String(_bytes.U32(at + 4), LongestVersion);
            foreach (var entry in Chain(at + _bytes.U32(at + 8), nextAt: 12))
            {
                CheckCount(needs.Count + 1, entry);
                needs.Add(ReadNeed(library, entry));
            }
        }

        return needs;
    }

    private VersionNeed ReadNeed(string library, ulong at)
    {
        var (flags, index) = (_bytes.U16(at + 4), (ushort)(_bytes.U16(at + 6) & VersionIndexMask));
        var version = _dynamic.String(_bytes.U32(at + 8), LongestVersion);
        return new VersionNeed(library, version, index, (flags & WeakFlag) != 0, (int)at + 4);
    }

    private HashSet<string> ReadDefinitions()
    {
        var versions = new HashSet<string>(StringComparer.Ordinal);
        if (_dynamic.Find(DynamicTag.VersionDefinitions) is not { } address)
            return versions;
        foreach (var at in Chain(_dynamic.FileOffset(address), nextAt: 16))
            versions.Add(_dynamic.String(_bytes.U32(at + _bytes.U32(at + 12)), LongestVersion));
        return versions;
    }

    private IEnumerable<ulong> Chain(ulong at, ulong nextAt)
    {
        for (var count = 1; ; count++)
        {
            CheckCount(count, at);
            yield return at;
            var next = _bytes.U32(at + nextAt);
            if (next == 0)
                yield break;
            at += next;
        }
    }

    private void CheckCount(int count, ulong at)
    {
        if (count > MostEntries)
            throw _bytes.Malformed(at, $"a version table has more than {MostEntries} entries");
    }
}
