using TorchBasics.Core;
using TorchBasics.Formats;
using TorchBasics.Formats.Kinds;
using TorchBasics.Formats.Npz;
using TorchBasics.Formats.Zip;

namespace TorchBasics.Tests.Managed.Formats.Interop;

/// <summary>Files of numpy.savez, with the NumPy that this machine has.</summary>
public sealed class NumPyInteropTests(PythonExchange python) : IClassFixture<PythonExchange>
{
    [Theory]
    [InlineData("types.npz"), InlineData("orders.npz"), InlineData("sizes.npz"), InlineData("names.npz"),
        InlineData("nothing.npz")]
    public void What_NumPy_writes_is_read(string name)
    {
        var arrays = NpzFile.Read(python.Written(name));

        NamedArrays.AssertEqual(python.Description(name), arrays);
    }

    [Fact]
    public void Every_file_that_NumPy_wrote_is_known_as_such() =>
        Assert.All(python.AllWritten(".npz"), name => Assert.Equal(FileKind.Npz, FileKinds.Detect(python.File(name))));

    [Fact]
    public void NumPy_reads_what_is_written()
    {
        NamedArray[] arrays =
        [
            .. Enum.GetValues<ElementType>().Where(type => type != ElementType.BFloat16)
                .Select((type, index) => NamedArrays.Filled($"{type}", type, [3, 5], seed: index)),
            NamedArray.Of<float>("number", [], [1.5f]),
            NamedArray.Of<float>("nothing", [0, 3], []),
            NamedArray.Of<double>("größe.😂", [1, 2, 3, 1], [1, 2, 3, 4, 5, 6]),
            NamedArray.Of<byte>("large", [70_000], new byte[70_000]),
        ];
        var path = python.File("größe 😂.npz");
        NpzFile.Write(path, arrays);

        NamedArrays.AssertEqual(arrays, PythonExchange.Describe(path));
    }

    // The archives differ in what stands around the arrays: ours are aligned.
    [Theory]
    [InlineData("types.npz"), InlineData("sizes.npz"), InlineData("names.npz")]
    public void Each_array_is_written_byte_for_byte_as_NumPy_does(string name)
    {
        var written = File.ReadAllBytes(python.Written(name));

        var ours = NpzFile.ToBytes(NpzFile.Parse(name, written));

        var (expected, actual) = (ZipReader.Read(name, written, ""), ZipReader.Read(name, ours, ""));
        Assert.Equal(expected.Select(entry => entry.Name), actual.Select(entry => entry.Name));
        foreach (var (left, right) in expected.Zip(actual))
            Assert.Equal(left.Bytes.ToArray(), right.Bytes.ToArray());
    }
}
