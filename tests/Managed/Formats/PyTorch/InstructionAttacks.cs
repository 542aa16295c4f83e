using static TorchBasics.Tests.Managed.Formats.PyTorch.TorchBytes;

namespace TorchBasics.Tests.Managed.Formats.PyTorch;

/// <summary>Pickles of instructions that torch.save never writes, or in an order in which it never writes them.</summary>
internal static class InstructionAttacks
{
    private const string Unknown = "is not one that torch.save writes";
    private const string TooFew = "needs more values than there are";

    // By their names in Python's pickletools.py, each with the arguments that it needs.
    private static readonly (string Name, byte[] Bytes)[] Forbidden =
    [
        ("POP", Ascii("N0N")), ("POP_MARK", Ascii("(N1N")), ("DUP", Ascii("N2")), ("INT", Ascii("I1\n")),
        ("LONG", Ascii("L1L\n")), ("FLOAT", Ascii("F1.5\n")), ("STRING", Ascii("S'id'\n")),
        ("UNICODE", Ascii("Vid\n")), ("BINSTRING", Ascii("T\x2\0\0\0id")), ("SHORT_BINSTRING", Ascii("U\x2id")),
        ("PERSID", Ascii("Pstorage\n")), ("DICT", Ascii("(d")), ("LIST", Ascii("(l")),
        ("GET", Ascii("g0\n")), ("PUT", Ascii("Np0\n")), ("INST", Ascii("(S'touch x'\nios\nsystem\n")), ("OBJ", Ascii("(No")),
        ("OBJ of an OrderedDict", Ascii("(ccollections\nOrderedDict\no")),
        ("NEWOBJ", [.. Global("collections", "OrderedDict"), .. EmptyTuple, 0x81]), ("EXT1", [0x82, 1]), ("EXT2", [0x83, 1, 0]),
        ("EXT4", [0x84, 1, 0, 0, 0]), ("LONG4", [0x8B, 1, 0, 0, 0, 1]),
        ("BINBYTES", [.. Ascii("B"), 1, 0, 0, 0, 1]), ("SHORT_BINBYTES", [.. Ascii("C"), 1, 1]),
        ("SHORT_BINUNICODE", [0x8C, 1, (byte)'a']), ("BINUNICODE8", [0x8D, 1, 0, 0, 0, 0, 0, 0, 0, (byte)'a']),
        ("BINBYTES8", [0x8E, 1, 0, 0, 0, 0, 0, 0, 0, 1]), ("EMPTY_SET", [0x8F]), ("ADDITEMS", [0x8F, .. Ascii("("), 0x90]),
        ("FROZENSET", [.. Ascii("("), 0x91]),
        ("NEWOBJ_EX", [.. Global("collections", "OrderedDict"), .. EmptyTuple, .. Ascii("}"), 0x92]),
        ("STACK_GLOBAL", [.. Text("os"), .. Text("system"), 0x93]),
        ("MEMOIZE", [.. Ascii("N"), 0x94]), ("FRAME", [0x95, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("BYTEARRAY8", [0x96, 0, 0, 0, 0, 0, 0, 0, 0]), ("NEXT_BUFFER", [0x97]), ("READONLY_BUFFER", [0x98]),
    ];

    public static IEnumerable<Attack> All =>
    [
        .. Forbidden.Select(pair => new Attack($"the instruction {pair.Name}", Archive(Pickle(pair.Bytes)), Unknown)),
        .. Enumerable.Range(0, 6).Where(protocol => protocol != 2).Select(protocol => new Attack(
            $"protocol {protocol}", Archive([0x80, (byte)protocol, .. Ascii("}.")]), $"uses protocol {protocol}")),
        new("a protocol in the middle", Archive(Pickle([0x80, 2], Ascii("}"))), Unknown),
        new("no protocol", Archive(Ascii("}.")), "does not begin with its protocol"),
        new("no pickle", Archive([]), "does not begin with its protocol"),
        new("half a protocol", Archive([0x80]), "does not begin with its protocol"),
        new("no end", Archive([.. Proto, .. Ascii("}")]), "ends before 1 bytes"),
        new("bytes after the end", Archive([.. Pickle(Ascii("}")), 0]), "1 bytes follow the end of the pickle"),
        new(
            "a second pickle",
            Archive([.. Pickle(Ascii("}")), .. Pickle(Call(Global("os", "system"), Text("id")))]),
            "follow the end of the pickle"),
        new("an end without a value", Archive(Pickle()), TooFew),
        new("an end with two values", Archive(Pickle(Ascii("}}"))), "ends with values left over"),
        new("an end within a mark", Archive(Pickle(Ascii("}("), Ascii("}"))), "ends with values left over"),
        new("an end below a mark", Archive(Pickle(Ascii("}("))), TooFew),
        new("a tuple of values below a mark", Archive(Pickle(Ascii("N("), [0x85], Ascii("t"))), TooFew),
        new("a tuple of nothing", Archive(Pickle([0x85])), TooFew),
        new("a pair of one", Archive(Pickle(Ascii("N"), [0x86])), TooFew),
        new("a tuple without a mark", Archive(Pickle(Ascii("Nt"))), "needs a mark that was never set"),
        new("items without a mark", Archive(Pickle(Ascii("}Nu"))), "needs a mark that was never set"),
        new("list items without a mark", Archive(Pickle(Ascii("]Ne"))), "needs a mark that was never set"),
        new("a call without arguments", Archive(Pickle(Global("collections", "OrderedDict"), Reduce)), TooFew),
        new("a call of nothing", Archive(Pickle(Reduce)), TooFew),
        new("an attribute of nothing", Archive(Pickle(Ascii("b"))), TooFew),
        new("an item of nothing", Archive(Pickle(Ascii("a"))), TooFew),
        new("an item of the value itself", Archive(Pickle(Ascii("Na"))), TooFew),
        new("a dictionary item of nothing", Archive(Pickle(Ascii("NNs"))), TooFew),
        new("a storage of nothing", Archive(Pickle(Ascii("Q"))), TooFew),
        new("a memory of nothing", Archive(Pickle(Ascii("q\0"))), TooFew),
        new("a key without a value", Archive(Pickle(Ascii("}(N"), SetItems)), "a key without a value"),
        new("a list item of a dictionary", Archive(Pickle(Ascii("}Na"))), "goes to a dictionary"),
        new("a list item of a tuple", Archive(Pickle(Ascii(")Na"))), "goes to a tuple"),
        new("a list item of a number", Archive(Pickle(Number(1), Ascii("Na"))), "goes to a number"),
        new("list items of a text", Archive(Pickle(Text("x"), Ascii("(Ne"))), "goes to a text"),
        new("a dictionary item of a list", Archive(Pickle(Ascii("]"), Text("x"), Ascii("Ns"))), "goes to a list"),
        new("dictionary items of None", Archive(Pickle(Ascii("N("), Text("x"), Ascii("Nu"))), "goes to None"),
        new("a key that is None", Archive(Pickle(Ascii("}NNs"))), "the key of a dictionary is None"),
        new("a key that is a tuple", Archive(Pickle(Ascii("})Ns"))), "the key of a dictionary is a tuple"),
        new("a key that is a list", Archive(Pickle(Ascii("}]Ns"))), "the key of a dictionary is a list"),
        new(
            "a key that is a float",
            Archive(Pickle(Ascii("}G"), new byte[8], Ascii("Ns"))),
            "the key of a dictionary is a number"),
        new(
            "a key that occurs twice",
            Archive(Pickle(Dictionary(("w", Number(1)), ("w", Number(2))))),
            "the key 'w' occurs twice"),
        new(
            "an integer key that occurs twice",
            Archive(Pickle(Ascii("}("), Number(7), Ascii("N"), Ascii("K\x7"), Ascii("N"), SetItems)),
            "the key '7' occurs twice"),
        new(
            "a weight that is given twice",
            Archive(Pickle(Dictionary(("w", Vector(1)), ("w", Vector(1, "1")))), new byte[4], new byte[4]),
            "the key 'w' occurs twice"),
        new(
            "a weight that is given again later",
            Archive(Pickle(Dictionary(("w", Vector(1))), Text("w"), Vector(1, "1"), Ascii("s")), new byte[4], new byte[4]),
            "the key 'w' occurs twice"),
        new(
            "a key of 1025 bytes",
            Archive(Pickle(Dictionary((new string('w', 1025), Number(1))))),
            "has 1025 bytes; at most 1024"),
        new("a text that is not UTF-8", Archive(Pickle(Ascii("X\x2\0\0\0"), [0xC3, 0x28])), "not valid UTF-8"),
        new("a text with half a character", Archive(Pickle(Ascii("X\x3\0\0\0"), [0xED, 0xA0, 0x80])), "not valid UTF-8"),
        new("a text of 4 GiB", Archive(Pickle(Ascii("X"), [0xFF, 0xFF, 0xFF, 0xFF], Ascii("x"))), "ends before 4294967295 bytes"),
        new("a text of 2 GiB", Archive(Pickle(Ascii("X"), [0xFF, 0xFF, 0xFF, 0x7F], Ascii("x"))), "ends before 2147483647 bytes"),
        new("half a length", Archive([.. Proto, .. Ascii("X\x2\0")]), "ends before 4 bytes"),
        new("half a number", Archive([.. Proto, .. Ascii("J\x2\0")]), "ends before 4 bytes"),
        new("half a short number", Archive([.. Proto, .. Ascii("M\x2")]), "ends before 2 bytes"),
        new("half a float", Archive([.. Proto, .. Ascii("G\x2\0")]), "ends before 8 bytes"),
        new("half a long number", Archive([.. Proto, 0x8A, 255, 1]), "ends before 255 bytes"),
        new("a value that was never remembered", Archive(Pickle(Ascii("h\0"))), "value number 0 is recalled"),
        new(
            "a value far beyond those remembered",
            Archive(Pickle(Ascii("}q\0j"), [0xFF, 0xFF, 0xFF, 0xFF])),
            "value number 4294967295 is recalled"),
        new(
            "a memory far beyond the last",
            Archive(Pickle(Ascii("}r"), [0xFF, 0xFF, 0xFF, 0xFF])),
            "remembered as number 4294967295; the next is 0"),
        new(
            "a memory of another value in the same place",
            Archive(Pickle(Ascii("}q\0]q\0"))),
            "remembered as number 0; the next is 1"),
    ];
}
