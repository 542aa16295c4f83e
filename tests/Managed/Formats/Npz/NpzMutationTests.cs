using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Npz;
using static TorchBasics.Tests.Managed.Formats.Npz.NpyBytes;

namespace TorchBasics.Tests.Managed.Formats.Npz;

public class NpzMutationTests
{
    private static readonly byte[] Small = Archive(
        ("w.npy", Npy("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 1), }", new byte[8])),
        ("m.npy", Npy("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", [0, 1])));

    private static readonly byte[][] Seeds =
    [
        Small,
        NpzFile.ToBytes([]),
        NpzFile.ToBytes([NamedArray.Of<double>("x", [], [1.0]), NamedArray.Of<long>("y", [0, 3], [])]),
        Archive(("a.npy", Npy("{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3), }", new byte[12], version: 2))),
    ];

    [Fact]
    public void No_small_change_does_harm() => Mutations.AssertExhaustively(Small, ParseAll);

    // The check sum guards a content against most changes, so that it needs attacks of its own.
    [Fact]
    public void No_small_change_of_an_array_does_harm() =>
        Mutations.AssertExhaustively(
            Npy("{'descr': '<u2', 'fortran_order': True, 'shape': (2, 2), }", new byte[8]),
            bytes => ParseAll(Archive(("a.npy", bytes))));

    [Fact]
    public void No_random_change_does_harm() => Mutations.AssertRandomly(Seeds, 100_000, ParseAll);

    [Fact]
    public void No_random_change_of_an_array_does_harm() => Mutations.AssertRandomly(
        [
            Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", new byte[8]),
            Npy("{'descr': '|b1', 'fortran_order': True, 'shape': (1, 2), }\n", [0, 1], version: 3)
        ],
        100_000,
        bytes => ParseAll(Archive(("a.npy", bytes))));

    [Fact]
    public void Every_truncation_is_refused()
    {
        for (var length = 0; length < Small.Length; length++)
            Assert.Throws<MalformedFileException>(() => ParseAll(Small[..length]));
    }

    [Fact]
    public void Many_arrays_of_nothing_stay_within_the_budget() => Mutations.AssertAnswer(
        Archive([.. Enumerable.Range(0, 40_000)
            .Select(index => ($"{index:x}.npy", Npy("{'descr':'|b1','fortran_order':False,'shape':()}", [1])))]),
        ParseAll);

    private static void ParseAll(byte[] bytes)
    {
        foreach (var array in NpzFile.Parse("fuzz", bytes))
            Assert.Equal(array.Bytes.Length, array.Count * NamedArray.SizeOf(array.Type));
    }
}
