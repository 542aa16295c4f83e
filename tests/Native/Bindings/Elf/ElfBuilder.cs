using System.Runtime.InteropServices;
using System.Text;

namespace TorchBasics.Tests.Native.Bindings.Elf;

/// <summary>
/// Writes the smallest shared library that has symbol versions: header, two segments, dynamic section and its tables.
/// Written from the System V ABI and the Linux Standard Base, independently of the reader under test.
/// </summary>
internal sealed class ElfBuilder
{
    private const ulong Base = 0x40_0000; // addresses differ from file positions, as in real libraries

    private const int Entries = 16;
    private const int BodyStart = 64 + (2 * 56) + (Entries * 16);

    private readonly List<byte> _header = [];
    private readonly List<byte> _body = [];
    private readonly List<(ulong Tag, ulong Value)> _dynamic = [];
    private readonly List<(string Library, (string Version, ushort Index)[] Versions)> _needs = [];
    private readonly List<(string Name, ushort Version, bool Relocated)> _symbols = [];
    private readonly List<string> _definitions = [];
    private readonly List<byte> _strings = [0];
    private readonly Dictionary<string, uint> _stringAt = [];

    /// <summary>Where the flags of each needed version stand, by version.</summary>
    public Dictionary<string, int> FlagsAt { get; } = [];

    /// <summary>Use jump slots (DT_JMPREL) in place of data relocations (DT_RELA).</summary>
    public bool ThroughJumpSlots { get; init; }

    public ElfBuilder Need(string library, params (string Version, ushort Index)[] versions)
    {
        _needs.Add((library, versions));
        return this;
    }

    public ElfBuilder Symbol(string name, ushort version, bool relocated)
    {
        _symbols.Add((name, version, relocated));
        return this;
    }

    public ElfBuilder Define(params string[] versions)
    {
        _definitions.AddRange(versions);
        return this;
    }

    public byte[] Build()
    {
        WriteSymbols();
        WriteNeeds();
        WriteDefinitions();
        WriteRelocations();
        Entry(5, Here());
        Entry(10, (ulong)_strings.Count);
        _body.AddRange(_strings);
        WriteHeader();
        return [.. _header, .. _body];
    }

    private void WriteSymbols()
    {
        Entry(6, Here());
        _body.AddRange(new byte[24]);
        foreach (var (name, _, _) in _symbols)
        {
            U32(String(name));
            _body.AddRange(new byte[20]);
        }

        Entry(0x6FFF_FFF0, Here());
        U16(0);
        foreach (var (_, version, _) in _symbols)
            U16(version);
        Align();
    }

    private void WriteNeeds()
    {
        if (_needs.Count == 0)
            return;
        Entry(0x6FFF_FFFE, Here());
        for (var i = 0; i < _needs.Count; i++)
        {
            var (library, versions) = _needs[i];
            U16(1);
            U16((ushort)versions.Length);
            U32(String(library));
            U32(16);
            U32(i + 1 == _needs.Count ? 0 : (uint)(16 + (16 * versions.Length)));
            for (var j = 0; j < versions.Length; j++)
            {
                U32(0);
                FlagsAt[versions[j].Version] = BodyStart + _body.Count;
                U16(0);
                U16(versions[j].Index);
                U32(String(versions[j].Version));
                U32(j + 1 == versions.Length ? 0u : 16u);
            }
        }
    }

    private void WriteDefinitions()
    {
        if (_definitions.Count == 0)
            return;
        Entry(0x6FFF_FFFC, Here());
        for (var i = 0; i < _definitions.Count; i++)
        {
            U16(1);
            U16(0);
            U16((ushort)(i + 1));
            U16(1);
            U32(0);
            U32(20);
            U32(i + 1 == _definitions.Count ? 0u : 28u);
            U32(String(_definitions[i]));
            U32(0);
        }
    }

    private void WriteRelocations()
    {
        var relocated = Enumerable.Range(1, _symbols.Count).Where(index => _symbols[index - 1].Relocated).ToList();
        Entry(ThroughJumpSlots ? 23u : 7u, Here());
        Entry(ThroughJumpSlots ? 2u : 8u, (ulong)(24 * relocated.Count));
        foreach (var index in relocated)
        {
            U64(0);
            U64(((ulong)index << 32) | 6); // R_X86_64_GLOB_DAT
            U64(0);
        }

        if (relocated.Count == 0)
            U64(0);
    }

    private void WriteHeader()
    {
        _header.AddRange([0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        Put(_header, (ushort)3, (ushort)62);
        Put(_header, 1u);
        Put(_header, 0ul, 64ul, 0ul);
        Put(_header, 0u);
        Put(_header, (ushort)64, (ushort)56, (ushort)2, (ushort)0, (ushort)0, (ushort)0);
        Segment(1, 0, BodyStart + (ulong)_body.Count);
        Segment(2, 64 + (2 * 56), Entries * 16);
        foreach (var (tag, value) in _dynamic)
            Put(_header, tag, value);
        _header.AddRange(new byte[BodyStart - _header.Count]);
    }

    private void Segment(uint kind, ulong offset, ulong size)
    {
        Put(_header, kind, 4u);
        Put(_header, offset, Base + offset, Base + offset, size, size, 8ul);
    }

    private static void Put<T>(List<byte> bytes, params ReadOnlySpan<T> values)
        where T : unmanaged => bytes.AddRange(MemoryMarshal.AsBytes(values).ToArray());

    private ulong Here() => Base + BodyStart + (ulong)_body.Count;

    private void Entry(ulong tag, ulong value) => _dynamic.Add((tag, value));

    private uint String(string text)
    {
        if (_stringAt.TryGetValue(text, out var known))
            return known;
        var at = (uint)_strings.Count;
        _strings.AddRange(Encoding.UTF8.GetBytes(text + "\0"));
        return _stringAt[text] = at;
    }

    private void Align()
    {
        while (_body.Count % 8 != 0)
            _body.Add(0);
    }

    private void U16(ushort value) => Put(_body, value);

    private void U32(uint value) => Put(_body, value);

    private void U64(ulong value) => Put(_body, value);
}
