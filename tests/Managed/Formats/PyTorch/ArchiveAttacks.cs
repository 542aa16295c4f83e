using TorchBasics.Tests.Managed.Formats.Zip;
using static TorchBasics.Tests.Managed.Formats.PyTorch.TorchBytes;

namespace TorchBasics.Tests.Managed.Formats.PyTorch;

/// <summary>Archives that are not those of a state_dict, and state_dicts that are not ones.</summary>
internal static class ArchiveAttacks
{
    private const string Expected = "a state_dict is expected, or a checkpoint with exactly one";

    private static readonly byte[] Good = Pickle(Dictionary(("w", Vector(1))));
    private static readonly byte[] Version = Ascii("3\n");

    public static IEnumerable<Attack> All =>
    [
        new("nothing", [], "the file is empty"),
        new("a text", Ascii("this is not a model, whatever its name says"), "does not begin as a zip archive"),
        new(
            "a file of torch.save before 1.6",
            [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E, .. Pickle(Number(1001))],
            "the form that torch.save had before PyTorch 1.6"),
        new("a bare pickle", Pickle(Call(Global("os", "system"), Text("id"))), "a bare Python pickle, which can run code"),
        new("a bare pickle of protocol 4", [0x80, 4, .. Ascii("N.")], "a bare Python pickle, which can run code"),
        new("a tar archive", [.. new byte[257], .. Ascii("ustar"), .. new byte[762]], "is a tar archive"),
        new("an HDF5 file", [0x89, .. Ascii("HDF\r\n"), 0x1A, .. Ascii("\n"), .. new byte[40]], "is an HDF5 file"),
        new("a safetensors file", [2, 0, 0, 0, 0, 0, 0, 0, .. Ascii("{}")], "is a safetensors file"),
        new("a web page", Ascii("<!DOCTYPE html><html></html>"), "is a web page"),
        new("a place holder of Git LFS", Ascii("version https://git-lfs.github.com/spec/v1\n"
            + "oid sha256:0\nsize 1\n"), "git lfs pull"),
        new("an empty archive", Entries(), "the archive is empty"),
        new("records in no folder", Entries(("data.pkl", Good), ("version", Version)), "lies in no folder"),
        new(
            "a record outside of the folder",
            Entries(("m/data.pkl", Good), ("m/data/0", new byte[4]), ("n/version", Version)),
            "'n/version' lies outside of m/"),
        new(
            "a record in no folder",
            Entries(("m/data.pkl", Good), ("m/data/0", new byte[4]), ("version", Version)),
            "'version' lies outside of m/"),
        new("an archive without a pickle", Records(("version", Version)), "an archive without data.pkl"),
        new("an archive without a version", Records(("data.pkl", Good), ("data/0", new byte[4])), "an archive without version"),
        new(
            "version 0",
            Records(("data.pkl", Good), ("data/0", new byte[4]), ("version", Ascii("0\n"))),
            "a number from 1 to 10"),
        new(
            "version 11",
            Records(("data.pkl", Good), ("data/0", new byte[4]), ("version", Ascii("11\n"))),
            "a number from 1 to 10"),
        new(
            "version -3",
            Records(("data.pkl", Good), ("data/0", new byte[4]), ("version", Ascii("-3\n"))),
            "a number from 1 to 10"),
        new(
            "version three",
            Records(("data.pkl", Good), ("data/0", new byte[4]), ("version", Ascii("three"))),
            "a number from 1 to 10"),
        new(
            "a version that is empty",
            Records(("data.pkl", Good), ("data/0", new byte[4]), ("version", [])),
            "a number from 1 to 10"),
        new(
            "a version of 100000 digits",
            Records(("data.pkl", Good), ("data/0", new byte[4]), ("version", Ascii(new string('1', 100_000)))),
            "a number from 1 to 10"),
        new(
            "a big-endian file",
            Records(("data.pkl", Good), ("byteorder", Ascii("big")), ("data/0", new byte[4]), ("version", Version)),
            "was saved on a big-endian machine"),
        new(
            "another byte order",
            Records(("data.pkl", Good), ("byteorder", Ascii("middle")), ("data/0", new byte[4]), ("version", Version)),
            "must be 'little' or 'big'"),
        new(
            "a TorchScript program",
            Records(("data.pkl", Good), ("code/__torch__.py", []), ("constants.pkl", []), ("version", Version)),
            "is a TorchScript program"),
        new(
            "an extra text that is not UTF-8",
            Records(("data.pkl", Pickle(Ascii("}"))), ("extra/a.txt", [0xFF]), ("version", Version)),
            "'m/extra/a.txt' is not valid UTF-8"),
        new("a compressed record", Compressed(), "only stored entries are read. torch.save never compresses"),
        new("a number in place of a state_dict", Archive(Pickle(Number(1))), $"the file holds a number; {Expected}"),
        new("a text in place of a state_dict", Archive(Pickle(Text("w"))), "the file holds a text"),
        new("None in place of a state_dict", Archive(Pickle(Ascii("N"))), "the file holds None"),
        new("a list of tensors", Archive(Pickle(Ascii("]"), Vector(1), Ascii("a")), new byte[4]), "the file holds a list"),
        new("a tuple of tensors", Archive(Pickle(TupleOf(Vector(1))), new byte[4]), "the file holds a tuple"),
        new("one tensor", Archive(Pickle(Vector(1)), new byte[4]), "the file holds a tensor"),
        new("a storage", Archive(Pickle(Storage("FloatStorage", "0", 1)), new byte[4]), "the file holds a storage"),
        new("a class", Archive(Pickle(Global("collections", "OrderedDict"))), "the file holds a class or function"),
        new(
            "a dictionary of numbers",
            Archive(Pickle(Dictionary(("epoch", Number(1)), ("loss", Ascii("N"))))),
            "the file holds no dictionary of tensors, but one of 'epoch' (a number), 'loss' (None)"),
        new(
            "a dictionary of many things",
            Archive(Pickle(Dictionary([.. Enumerable.Range(0, 9).Select(index => ($"{index}", Number(1)))]))),
            "'5' (a number) and more"),
        new(
            "tensors without names",
            Archive(Pickle(Ascii("}"), Number(0), Vector(1), Ascii("s")), new byte[4]),
            "the file holds no dictionary of tensors"),
        new(
            "two dictionaries of tensors",
            Archive(
                Pickle(Dictionary(("generator", Dictionary(("w", Vector(1)))), ("critic", Dictionary(("w", Vector(1)))))),
                new byte[4]),
            "the file holds 2 dictionaries of tensors: 'generator', 'critic'"),
        new(
            "one dictionary of tensors, given twice",
            Archive(
                Pickle(Ascii("}("), Text("a"), Dictionary(("w", Vector(1))), Ascii("q\0"), Text("b"), Ascii("h\0u")),
                new byte[4]),
            "the file holds 2 dictionaries of tensors: 'a', 'b'"),
        new(
            "a dictionary of tensors two levels down",
            Archive(Pickle(Dictionary(("a", Dictionary(("b", Dictionary(("w", Vector(1)))))))), new byte[4]),
            "the file holds no dictionary of tensors, but one of 'a' (a dictionary)"),
        new(
            "tensors and numbers in one dictionary",
            Archive(Pickle(Dictionary(("w", Vector(1)), ("epoch", Number(1)))), new byte[4]),
            "the file holds no dictionary of tensors"),
    ];

    private static byte[] Compressed()
    {
        var archive = ZipArchive.Of(("m/data.pkl", ""));
        (archive.Entries[0].Local.Method, archive.Entries[0].Directory.Method) = (8, 8);
        return archive.ToBytes();
    }
}
