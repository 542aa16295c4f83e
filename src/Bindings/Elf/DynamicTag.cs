namespace TorchBasics.Bindings.Elf;

/// <summary>Tags of the dynamic section that version tables and relocations are found by.</summary>
internal enum DynamicTag : ulong
{
    End = 0,
    PltRelocationsSize = 2,
    StringTable = 5,
    SymbolTable = 6,
    RelocationsWithAddend = 7,
    RelocationsWithAddendSize = 8,
    StringTableSize = 10,
    Relocations = 17,
    RelocationsSize = 18,
    PltRelocationsKind = 20,
    PltRelocations = 23,
    VersionSymbols = 0x6FFF_FFF0,
    VersionDefinitions = 0x6FFF_FFFC,
    VersionNeeds = 0x6FFF_FFFE,
}
