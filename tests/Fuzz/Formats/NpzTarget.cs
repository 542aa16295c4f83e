using TorchBasics.Core;
using TorchBasics.Formats.Npz;
using static TorchBasics.Tests.Managed.Formats.Npz.NpyBytes;

namespace TorchBasics.Tests.Fuzz.Formats;

/// <summary>Files of np.savez. What is accepted must be the same after it was written and read again.</summary>
internal sealed class NpzTarget : Target
{
    public override string Name => "npz";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        NpzFile.ToBytes([]),
        NpzFile.ToBytes([NamedArray.Of<double>("x", [], [1.0]), NamedArray.Of<long>("y", [0, 3], [])]),
        Archive(
            ("w.npy", Npy("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 1), }", new byte[8])),
            ("m.npy", Npy("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", [0, 1]))),
        Archive(("a.npy", Npy("{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3), }", new byte[12], version: 2))),
        Archive(("ü/h.npy", Npy("{'descr': '<f2', 'fortran_order': False, 'shape': (1, 1, 1), }\n", [1, 2], version: 3))),
    ];

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        .. Texts(
            "{'descr': '", "'descr'", "'fortran_order'", "'shape'", "True", "False", "None", "'<f4'", "'<f8'", "'<i8'", "'|u1'",
            "'|b1'", "'>f4'", "'|O'", "'<U1'", "'=f4'", "(", ")", "(1,)", "(0,)", "()",
            "1L", ", ", "}", "{", "'", "\"", "\n", "[('a', '<f4')]", "9223372036854775807", "18446744073709551616", "-1", "0x1",
            "1_0", ".npy", "../", "PK\x01\x02", "PK\x03\x04", "PK\x05\x06", "PK\x06\x06"),
        [0x93, .. "NUMPY"u8, 1, 0], [0x93, .. "NUMPY"u8, 2, 0], [0x93, .. "NUMPY"u8, 3, 0], [118, 0],
    ];

    public override void Parse(byte[] input)
    {
        var arrays = NpzFile.Parse("fuzz", input);
        var again = NpzFile.Parse("again", NpzFile.ToBytes(arrays));
        if (arrays.Count != again.Count || !arrays.Zip(again).All(pair => AreSame(pair.First, pair.Second)))
            throw Wrong("other arrays were read than written");
    }

    public override byte[]? Restructure(byte[] input, byte[] other, Mutator mutator) =>
        ArchiveShape.Change(input, other, mutator);
}
