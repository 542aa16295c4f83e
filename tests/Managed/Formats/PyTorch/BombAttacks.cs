using static TorchBasics.Tests.Managed.Formats.PyTorch.TorchBytes;

namespace TorchBasics.Tests.Managed.Formats.PyTorch;

/// <summary>Small pickles that would grow, nest or run for ever.</summary>
internal static class BombAttacks
{
    private const string Deep = "nested more than 64 deep";
    private const string Unfolds = "the file unfolds into more than 3 times";
    private const string Itself = "values that hold themselves are not read";

    private static readonly byte[] Pair = [0x86];
    private static readonly byte[] One = [0x85];

    public static IEnumerable<Attack> All =>
    [
        Of("a million tuples in each other", Deep, EmptyTuple, Repeat(1_000_000, One)),
        Of("65 tuples in each other", Deep, EmptyTuple, Repeat(65, One)),
        Of("a million lists in each other", Deep, Repeat(1_000_000, Ascii("](")), Repeat(1_000_000, Ascii("e"))),
        Of("100 lists in each other", Deep, Repeat(100, Ascii("]")), Repeat(99, Ascii("a"))),
        Of("100 dictionaries in each other", Deep, Repeat(99, Join(Ascii("}"), Text("x"))), Ascii("}"), Repeat(99, Ascii("s"))),
        Of("a million marks", Deep, Repeat(1_000_000, Mark)),
        Of("a billion laughs in tuples", Deep, EmptyTuple, Laughs(100, Pair)),
        Of("a billion laughs in lists", Deep, Ascii("]q\0"), Join([.. Enumerable.Range(0, 100)
            .Select(index => Join(Ascii("](h"), [(byte)index], Ascii("h"), [(byte)index], Ascii("eq"), [(byte)(index + 1)]))])),
        Of("a list that holds itself", Itself, Ascii("]q\0h\0a")),
        Of("a list of itself and more", Itself, Ascii("]q\0(h\0h\0Ne")),
        Of("a dictionary that holds itself", Itself, Ascii("}q\0"), Text("x"), Ascii("h\0s")),
        Of("a state_dict that holds itself", Itself, OrderedDictionary, Ascii("q\0"), Text("x"), Ascii("h\0s")),
        Of("metadata that hold their state_dict", Itself, OrderedDictionary, Ascii("q\0}"), Text("_metadata"), Ascii("h\0sb")),
        Of("a list in a list in the first", Itself, Ascii("]q\0]q\u0001h\0aa")),
        Of("a list in a tuple in the list", Itself, Ascii("]q\0h\0"), One, Ascii("a")),
        Of("a list in a dictionary in the list", Itself, Ascii("]q\0}"), Text("x"), Ascii("h\0sa")),
        Of("a list that grows when it is part of a dictionary", Itself, Ascii("]q\0}"), Text("x"), Ascii("h\0sh\0Na")),
        Of("30 million times None", Unfolds, Repeat(30_000_000, Ascii("N"))),
        Of("a million dictionaries", Unfolds, Repeat(1_000_000, Ascii("}"))),
        Of("a million lists", Unfolds, Repeat(1_000_000, Ascii("]"))),
        Of("a million numbers", Unfolds, Repeat(1_000_000, Number(70_000))),
        Of("a million texts", Unfolds, Repeat(1_000_000, Ascii("X\0\0\0\0"))),
        Of("a million tuples", Unfolds, EmptyTuple, Repeat(1_000_000, [(byte)')', 0x85])),
        Of(
            "a million OrderedDicts",
            Unfolds,
            Global("collections", "OrderedDict"),
            Ascii("q\0"),
            Repeat(1_000_000, Ascii("h\0)R"))),
        Of("3 million memories", Unfolds, Ascii("N"), Join(
            [.. Enumerable.Range(0, 3_000_000).Select(index => Join(Ascii("r"), BitConverter.GetBytes(index)))])),
        Of("300000 keys", Unfolds, Dictionary([.. Enumerable.Range(0, 300_000).Select(index => ($"{index:x}", Ascii("N")))])),
        Of(
            "a long key in 300000 dictionaries",
            Unfolds,
            Text(new string('x', 1024)),
            Ascii("q\0"),
            Repeat(300_000, Ascii("}h\0Ns"))),
        Of("30 tuples of 100000", Unfolds, Repeat(30, Join(Mark, Repeat(100_000, Ascii("N")), EndTuple))),
        Of("a million tensors of one storage", Unfolds, ManyTensors(1_000_000)),
    ];

    private static Attack Of(string name, string reason, params byte[][] parts) =>
        new(name, Archive(Pickle(parts), new byte[4]), reason);

    private static byte[] Repeat(int count, byte[] part) => [.. Enumerable.Repeat(part, count).SelectMany(bytes => bytes)];

    private static byte[] Laughs(int count, byte[] combine) =>
        Join(
            [.. Enumerable.Range(0, count).Select(index => Join(Ascii("q"), [(byte)index], Ascii("h"), [(byte)index], combine))]);

    // Everything but the key is taken from the memory, so that a tensor takes 23 bytes.
    private static byte[] ManyTensors(int count)
    {
        byte[] remembered = Join(
            Global("torch._utils", "_rebuild_tensor_v2"), Ascii("q\0"),
            Storage("FloatStorage", "0", 1), Ascii("q\u0001"), Numbers(1), Ascii("q\u0002"), OrderedDictionary, Ascii("q\u0003"));
        byte[] tensor = Ascii("h\0(h\u0001K\0h\u0002h\u0002Nh\u0003tR");
        return [.. remembered, .. Ascii("}("),
            .. Enumerable.Range(0, count).SelectMany(index => Join(Text($"{index:x}"), tensor)), .. SetItems];
    }
}
