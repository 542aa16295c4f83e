using static TorchBasics.Tests.Managed.Formats.PyTorch.TorchBytes;

namespace TorchBasics.Tests.Managed.Formats.PyTorch;

/// <summary>Pickles that use the classes and functions of a state_dict in ways in which it never does.</summary>
internal static class ObjectAttacks
{
    private const string Arguments = "is called with arguments that a state_dict never has";
    private const string NotCallable = "a function and a tuple are expected";
    private const string Named = "a storage must be named by";
    private const string Given = "a tensor must be given by";

    private static readonly byte[] Data = new byte[16];
    private static readonly byte[] Floats = Storage("FloatStorage", "0", 4);
    private static readonly byte[] Bytes = Join(
        TupleOf(Text("storage"), Global("torch.storage", "UntypedStorage"), Text("0"), Text("cpu"), Number(16)), Ascii("Q"));
    private static readonly byte[] Rebuild = Global("torch._utils", "_rebuild_tensor_v2");
    private static readonly byte[] Rebuild3 = Global("torch._utils", "_rebuild_tensor_v3");
    private static readonly byte[] Parameter = Global("torch._utils", "_rebuild_parameter");
    private static readonly byte[] No = [0x89];
    private static readonly byte[] Huge = [0x8A, 8, 0, 0, 0, 0, 0, 0, 0, 0x40]; // 2^62
    private static readonly byte[] Larger = [0x8A, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1]; // 2^64

    public static IEnumerable<Attack> All =>
    [
        .. Calls.Select(attack => Of(attack.Name, attack.Pickle, attack.Reason)),
        .. Storages.Select(attack => Of(attack.Name, attack.Pickle, attack.Reason)),
        .. Tensors.Select(attack => Of(attack.Name, Dictionary(("w", attack.Pickle)), attack.Reason)),
        .. Attributes.Select(attack => Of(attack.Name, attack.Pickle, attack.Reason)),
        new("a record that is missing", Archive(Pickle(Dictionary(("w", Vector(1))))), "the record data/0 is missing"),
        new(
            "truth values that are neither 0 nor 1",
            Archive(Pickle(Dictionary(("w", Tensor(Storage("BoolStorage", "0", 1), 0, [1], [1])))), [2]),
            "neither 0 nor 1"),
        new(
            "untyped bytes that are no whole number of elements",
            Archive(
                Pickle(Dictionary(("w", Call(
                    Rebuild3, Join(
                        TupleOf(Text("storage"), Global("torch.storage", "UntypedStorage"), Text("0"), Text("cpu"), Number(3)),
                        Ascii("Q")), Number(0), Numbers(1), Numbers(1), No, OrderedDictionary, Global("torch", "uint16"))))),
                new byte[3]),
            "cannot hold elements of UInt16"),
        new(
            "1000 views of one element",
            Archive(
                Pickle(Dictionary([.. Enumerable.Range(0, 1000)
                    .Select(index => ($"{index}", Tensor(Storage("FloatStorage", "0", 1), 0, [100, 100], [0, 0])))])),
                new byte[4]),
            "unfold into more than its own"),
    ];

    private static (string Name, byte[] Pickle, string Reason)[] Calls =>
    [
        ("a call of a number", Join(Number(1), EmptyTuple, Reduce), NotCallable),
        ("a call of a text", Join(Text("os.system"), EmptyTuple, Reduce), NotCallable),
        ("a call of a tuple", Join(EmptyTuple, EmptyTuple, Reduce), NotCallable),
        ("a call of a dictionary", Join(OrderedDictionary, EmptyTuple, Reduce), NotCallable),
        ("a call of a tensor", Call(Tensor(Floats, 0, [4], [1]), Number(1)), NotCallable),
        ("a call of a storage", Call(Floats, Number(1)), NotCallable),
        ("a call with a list", Join(Global("collections", "OrderedDict"), Ascii("]"), Reduce), NotCallable),
        ("a call with a dictionary", Join(Global("collections", "OrderedDict"), Ascii("}"), Reduce), NotCallable),
        ("a call of a class of storages", Call(Global("torch", "FloatStorage"), Number(1 << 30)), Arguments),
        ("a call of the class of untyped storages", Call(Global("torch.storage", "UntypedStorage"), Number(1 << 30)), Arguments),
        ("a call of a dtype", Call(Global("torch", "float32"), Number(1)), Arguments),
        ("an OrderedDict of items", Call(Global("collections", "OrderedDict"), Ascii("]")), Arguments),
        ("an OrderedDict of an OrderedDict", Call(Global("collections", "OrderedDict"), OrderedDictionary), Arguments),
        ("a size of nothing", Join(Global("torch", "Size"), EmptyTuple, Reduce), Arguments),
        ("a size of a number", Call(Global("torch", "Size"), Number(1)), Arguments),
        ("a size of a list", Call(Global("torch", "Size"), Ascii("]")), Arguments),
        ("a parameter of nothing", Join(Parameter, EmptyTuple, Reduce), Arguments),
        ("a parameter of a number", Call(Parameter, Number(1), No, OrderedDictionary), Arguments),
        ("a parameter with hooks", Call(Parameter, Tensor(Floats, 0, [4], [1]), No, Dictionary(("hook", Number(1)))), Arguments),
        ("a parameter without hooks", Call(Parameter, Tensor(Floats, 0, [4], [1]), No), Arguments),
        ("a parameter with a state that is a list", Call(
            Global("torch._utils", "_rebuild_parameter_with_state"),
            Tensor(Floats, 0, [4], [1]),
            No,
            OrderedDictionary,
            Ascii("]")), Arguments),
    ];

    private static (string Name, byte[] Pickle, string Reason)[] Storages =>
    [
        ("a storage named by a text", Join(Text("0"), Ascii("Q")), Named),
        ("a storage named by a number", Join(Number(0), Ascii("Q")), Named),
        ("a storage named by nothing", Join(EmptyTuple, Ascii("Q")), Named),
        ("a persistent module", Id(Text("module"), Global("torch", "FloatStorage"), Text("0"), Text("cpu"), Number(4)), Named),
        ("a storage of a text as its class", Id(Text("storage"), Text("FloatStorage"), Text("0"), Text("cpu"), Number(4)), Named),
        ("a storage of a function as its class", Id(Text("storage"), Rebuild, Text("0"), Text("cpu"), Number(4)), Named),
        (
            "a storage of a dtype as its class",
            Id(Text("storage"), Global("torch", "float32"), Text("0"), Text("cpu"), Number(4)),
            Named),
        (
            "a storage with a number as its key",
            Id(Text("storage"), Global("torch", "FloatStorage"), Number(0), Text("cpu"), Number(4)),
            Named),
        (
            "a storage with a number as its device",
            Id(Text("storage"), Global("torch", "FloatStorage"), Text("0"), Number(0), Number(4)),
            Named),
        (
            "a storage with a text as its count",
            Id(Text("storage"), Global("torch", "FloatStorage"), Text("0"), Text("cpu"), Text("4")),
            Named),
        (
            "a storage with a count of 2^64",
            Id(Text("storage"), Global("torch", "FloatStorage"), Text("0"), Text("cpu"), Larger),
            Named),
        (
            "a storage of six parts, as before PyTorch 1.6",
            Id(Text("storage"), Global("torch", "FloatStorage"), Text("0"), Text("cpu"), Number(4), Ascii("N")),
            Named),
        (
            "a storage in the file system",
            Storage("FloatStorage", "../../etc/passwd", 4),
            "the record data/../../etc/passwd is missing"),
        ("a storage with a key of 100000 letters", Storage("FloatStorage", new string('0', 100_000), 4), "is missing"),
        ("a storage with a key that is empty", Storage("FloatStorage", "", 4), "the record data/ is missing"),
        ("a storage with one element too many", Storage("FloatStorage", "0", 5), "has 16 bytes; 5 elements of Float32"),
        ("a storage with one element too few", Storage("FloatStorage", "0", 3), "has 16 bytes; 3 elements of Float32"),
        ("a storage with a negative count", Storage("FloatStorage", "0", -4), "has 16 bytes; -4 elements"),
        (
            "a storage whose size wraps to 16 bytes",
            Id(Text("storage"), Global("torch", "FloatStorage"), Text("0"), Text("cpu"), [0x8A, 8, 4, 0, 0, 0, 0, 0, 0, 0x40]),
            "4611686018427387908 elements"),
        ("a storage of another type", Storage("DoubleStorage", "0", 4), "has 16 bytes; 4 elements of Float64"),
        (
            "a storage of two types",
            Dictionary(("a", Tensor(Floats, 0, [4], [1])), ("b", Tensor(Storage("IntStorage", "0", 4), 0, [4], [1]))),
            "is used as Float32 and as Int32"),
        (
            "a storage of a type and of none",
            Dictionary(("a", Tensor(Floats, 0, [4], [1])), ("b", Bytes)),
            "is used as Float32 and as untyped bytes"),
    ];

    private static (string Name, byte[] Pickle, string Reason)[] Tensors =>
    [
        ("a tensor of nothing", Join(Rebuild, EmptyTuple, Reduce), Given),
        ("a tensor of a number", Call(Rebuild, Number(1), Number(0), Numbers(1), Numbers(1), No, OrderedDictionary), Given),
        (
            "a tensor of a tensor",
            Call(Rebuild, Tensor(Floats, 0, [4], [1]), Number(0), Numbers(1), Numbers(1), No, OrderedDictionary),
            Given),
        (
            "a tensor of untyped bytes without a dtype",
            Call(Rebuild, Bytes, Number(0), Numbers(1), Numbers(1), No, OrderedDictionary),
            Given),
        (
            "a tensor with a text as offset",
            Call(Rebuild, Floats, Text("0"), Numbers(1), Numbers(1), No, OrderedDictionary),
            Given),
        ("a tensor with a list as sizes", Call(Rebuild, Floats, Number(0), Ascii("]"), Numbers(1), No, OrderedDictionary), Given),
        (
            "a tensor with a number as sizes",
            Call(Rebuild, Floats, Number(0), Number(4), Numbers(1), No, OrderedDictionary),
            Given),
        ("a tensor without hooks", Call(Rebuild, Floats, Number(0), Numbers(1), Numbers(1), No), Given),
        ("a tensor with None as hooks", Call(Rebuild, Floats, Number(0), Numbers(1), Numbers(1), No, Ascii("N")), Given),
        (
            "a tensor with hooks",
            Call(Rebuild, Floats, Number(0), Numbers(1), Numbers(1), No, Dictionary(("hook", Number(1)))),
            Given),
        (
            "a tensor that is negated",
            Call(Rebuild, Floats, Number(0), Numbers(1), Numbers(1), No, OrderedDictionary, Dictionary(("neg", [0x88]))),
            Given),
        (
            "a tensor of more parts",
            Call(Rebuild, Floats, Number(0), Numbers(1), Numbers(1), No, OrderedDictionary, Ascii("N"), Ascii("N")),
            Given),
        (
            "a tensor with a text as size",
            Call(Rebuild, Floats, Number(0), TupleOf(Text("4")), Numbers(1), No, OrderedDictionary),
            "must be numbers from 0 on"),
        (
            "a tensor with a size of 2^64",
            Call(Rebuild, Floats, Number(0), TupleOf(Larger), Numbers(1), No, OrderedDictionary),
            "must be numbers from 0 on"),
        ("a tensor with a negative size", Tensor(Floats, 0, [-4], [1]), "must be numbers from 0 on"),
        ("a tensor with two negative sizes", Tensor(Floats, 0, [-2, -2], [2, 1]), "must be numbers from 0 on"),
        ("a tensor with a negative stride", Tensor(Floats, 3, [4], [-1]), "must be numbers from 0 on"),
        ("a tensor with a negative offset", Tensor(Floats, -1, [4], [1]), "begins at element -1"),
        ("a tensor that begins after its storage", Tensor(Floats, 5, [0], [1]), "begins at element 5 of a storage of 4"),
        ("a tensor that begins at the end of its storage", Tensor(Floats, 4, [1], [1]), "reaches element 4 of a storage of 4"),
        ("a tensor of one element too many", Tensor(Floats, 0, [5], [1]), "reaches element 4 of a storage of 4"),
        ("a tensor that reaches too far by its offset", Tensor(Floats, 1, [4], [1]), "reaches element 4 of a storage of 4"),
        ("a tensor that reaches too far by a stride", Tensor(Floats, 0, [2, 2], [3, 1]), "reaches element 4 of a storage of 4"),
        ("a tensor with fewer strides than sizes", Tensor(Floats, 0, [2, 2], [1]), "2 sizes and 1 strides"),
        ("a tensor with more strides than sizes", Tensor(Floats, 0, [4], [4, 1]), "1 sizes and 2 strides"),
        (
            "a tensor of 65 axes",
            Tensor(Floats, 0, [.. Enumerable.Repeat(1, 65)], [.. Enumerable.Repeat(1, 65)]),
            "65 sizes and 65 strides"),
        (
            "a tensor of 2^62 elements",
            Call(Rebuild, Floats, Number(0), TupleOf(Huge), Numbers(1), No, OrderedDictionary),
            "reaches element 4611686018427387903"),
        (
            "a tensor whose size wraps to 0",
            Call(Rebuild, Floats, Number(0), TupleOf(Huge, Number(4)), Numbers(4, 1), No, OrderedDictionary),
            "reaches element"),
        (
            "a tensor whose end wraps",
            Call(Rebuild, Floats, Number(0), Numbers(5, 2), TupleOf(Huge, Number(1)), No, OrderedDictionary),
            "reaches element 18446744073709551617"),
        (
            "one element, shown 2^62 times",
            Call(Rebuild, Floats, Number(0), TupleOf(Huge), Numbers(0), No, OrderedDictionary),
            "is too large"),
        (
            "one element, shown 2^124 times",
            Call(Rebuild, Floats, Number(0), TupleOf(Huge, Huge), Numbers(0, 0), No, OrderedDictionary),
            "is too large"),
        ("one element, shown 2^30 times", Tensor(Floats, 0, [1 << 30], [0]), "unfold into more than its own"),
        (
            "a tensor of a dtype on a typed storage",
            Call(Rebuild3, Floats, Number(0), Numbers(1), Numbers(1), No, OrderedDictionary, Global("torch", "uint16")),
            Given),
        (
            "a tensor of a dtype without one",
            Call(Rebuild3, Bytes, Number(0), Numbers(1), Numbers(1), No, OrderedDictionary),
            Given),
        (
            "a tensor of a class in place of a dtype",
            Call(Rebuild3, Bytes, Number(0), Numbers(1), Numbers(1), No, OrderedDictionary, Global("torch", "FloatStorage")),
            Given),
        (
            "a tensor of a text in place of a dtype",
            Call(Rebuild3, Bytes, Number(0), Numbers(1), Numbers(1), No, OrderedDictionary, Text("uint16")),
            Given),
        (
            "untyped truth values",
            Call(Rebuild3, Bytes, Number(0), Numbers(1), Numbers(1), No, OrderedDictionary, Global("torch", "bool")),
            "are expected in a BoolStorage"),
        (
            "a tensor of a dtype that reaches too far",
            Call(Rebuild3, Bytes, Number(0), Numbers(9), Numbers(1), No, OrderedDictionary, Global("torch", "uint16")),
            "reaches element 8 of a storage of 8"),
    ];

    private static (string Name, byte[] Pickle, string Reason)[] Attributes =>
    [
        ("an attribute of None", Join(Ascii("N"), Ascii("}b")), "an attribute goes to None"),
        ("an attribute of a number", Join(Number(1), Ascii("}b")), "an attribute goes to a number"),
        ("an attribute of a text", Join(Text("x"), Ascii("}b")), "an attribute goes to a text"),
        ("an attribute of a tuple", Ascii(")}b"), "an attribute goes to a tuple"),
        ("an attribute of a list", Ascii("]}b"), "an attribute goes to a list"),
        ("an attribute of a plain dictionary", Ascii("}}b"), "an attribute goes to a plain dictionary"),
        (
            "an attribute of a class",
            Join(Global("collections", "OrderedDict"), Ascii("}b")),
            "an attribute goes to a class or function"),
        ("an attribute of a storage", Join(Floats, Ascii("}b")), "an attribute goes to a storage"),
        ("an attribute of a tensor", Join(Tensor(Floats, 0, [4], [1]), Ascii("}b")), "an attribute goes to a tensor"),
        ("attributes that are none", Join(OrderedDictionary, Ascii("}b")), "the only attribute that is read"),
        ("attributes that are None", Join(OrderedDictionary, Ascii("Nb")), "the only attribute that is read"),
        (
            "attributes in a tuple with slots",
            Join(OrderedDictionary, TupleOf(Ascii("N"), Dictionary(("_metadata", OrderedDictionary))), Ascii("b")),
            "the only attribute that is read"),
        (
            "the attribute __class__",
            Join(OrderedDictionary, Dictionary(("__class__", Number(1))), Ascii("b")),
            "the only attribute that is read"),
        (
            "the attribute __setstate__",
            Join(OrderedDictionary, Dictionary(("__setstate__", OrderedDictionary)), Ascii("b")),
            "the only attribute that is read"),
        (
            "an attribute beside _metadata",
            Join(OrderedDictionary, Dictionary(("_metadata", OrderedDictionary), ("x", Number(1))), Ascii("b")),
            "the only attribute that is read"),
        (
            "_metadata that are a number",
            Join(OrderedDictionary, Dictionary(("_metadata", Number(1))), Ascii("b")),
            "the only attribute that is read"),
    ];

    private static Attack Of(string name, byte[] pickle, string reason) => new(name, Archive(Pickle(pickle), Data), reason);

    private static byte[] Id(params byte[][] parts) => Join(TupleOf(parts), Ascii("Q"));
}
