using System.Text;
using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Npz;
using TorchBasics.Formats.Zip;
using static TorchBasics.Tests.Managed.Formats.Npz.NpyBytes;

namespace TorchBasics.Tests.Managed.Formats.Npz;

public sealed class NpzFileTests : IDisposable
{
    private static readonly ElementType[] Types = [.. Enum.GetValues<ElementType>().Where(type => type != ElementType.BFloat16)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // By hand from NumPy's format.py: 10 bytes before the text, 58 of text, 21 - 1 spaces in which the first size could
    // grow, spaces up to byte 127, a line feed; then the numbers.
    [Fact]
    public void Written_bytes_are_those_of_the_format()
    {
        var entries = ZipReader.Read(
            "test",
            NpzFile.ToBytes([NamedArray.Of<float>("conv1.weight", [2], [1f, -2f]), NamedArray.Of<bool>("m", [], [true])]),
            "");

        Assert.Equal(["conv1.weight.npy", "m.npy"], entries.Select(entry => entry.Name));
        Assert.Equal(
            "\u0093NUMPY\u0001\0\u0076\0" + "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }".PadRight(117)
            + "\n\0\0\u0080?\0\0\0\u00C0",
            Latin1(entries[0]));
        Assert.Equal(
            "\u0093NUMPY\u0001\0\u0076\0" + "{'descr': '|b1', 'fortran_order': False, 'shape': (), }".PadRight(117) + "\n\u0001",
            Latin1(entries[1]));
        Assert.All(entries, entry => Assert.Equal(0, entry.Offset % 64));

        static string Latin1(ZipEntry entry) => Encoding.Latin1.GetString(entry.Bytes.Span);
    }

    [Fact]
    public void What_is_written_is_read_again() =>
        NamedArrays.Any("ab.1_ü\"中", Types)
            .Sample(arrays => NamedArrays.AssertEqual(arrays, NpzFile.Parse("test", NpzFile.ToBytes(arrays))), iter: 300);

    [Fact]
    public void Arrays_are_slices_of_the_file()
    {
        var bytes = NpzFile.ToBytes([NamedArray.Of<float>("a", [2], [1f, 2f])]);

        Assert.True(NpzFile.Parse("test", bytes).Single().Bytes.Span.Overlaps(bytes));
    }

    [Fact]
    public void A_file_replaces_a_longer_one_whole()
    {
        var path = _folder.File("ü.npz");
        NpzFile.Write(path, [NamedArray.Of<float>("long", [1000], new float[1000])]);

        NpzFile.Write(path, [NamedArray.Of<float>("short", [1], [3f])]);

        Assert.Equal([3f], NpzFile.Read(path).Single().Values<float>().ToArray());
        Assert.Equal(["ü.npz"], _folder.Names());
    }

    [Fact]
    public void A_missing_file_is_explained() =>
        Assert.Contains(
            "it does not exist",
            Assert.Throws<TorchBasicsException>(() => NpzFile.Read(_folder.File("none"))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void What_NumPy_does_not_have_is_not_written()
    {
        var error = Assert.Throws<TorchBasicsException>(
            () => NpzFile.ToBytes([new NamedArray("w", ElementType.BFloat16, [1], new byte[2])]));

        Assert.Equal(
            (ErrorKind.Usage, "w holds BFloat16, which NumPy does not have. Convert it to Float32, or write another format."),
            (error.Kind, error.Message));
    }

    [Fact]
    public void What_could_not_be_read_again_is_not_written()
    {
        Assert.Throws<ArgumentException>(
            () => NpzFile.ToBytes([NamedArray.Of<byte>("a", [1], [1]), NamedArray.Of<int>("a", [1], [1])]));
        Assert.Throws<ArgumentException>(() => NpzFile.ToBytes([NamedArray.Of<byte>("../a", [1], [1])]));
        Assert.Throws<ArgumentException>(
            () => NpzFile.ToBytes([NamedArray.Of<byte>("a", Enumerable.Repeat(1L, 65).ToArray(), [1])]));
    }

    // [[0, 1, 2], [3, 4, 5]] column by column.
    [Fact]
    public void Fortran_order_becomes_row_by_row()
    {
        var array = Read("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", [0, 3, 1, 4, 2, 5]);

        Assert.Equal([2L, 3L], array.Sizes);
        Assert.Equal([0, 1, 2, 3, 4, 5], array.Bytes.ToArray());
    }

    // Element [i, j, k] is number i + 2 j + 6 k of the file, and number 12 i + 4 j + k of the array.
    [Fact]
    public void Fortran_order_of_three_axes_becomes_row_by_row()
    {
        var data = Enumerable.Range(0, 24).Select(number => (short)number).SelectMany(BitConverter.GetBytes).ToArray();

        var array = Read("{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3, 4), }", data);

        Assert.Equal(
            Enumerable.Range(0, 24).Select(number => (short)((number / 12) + (2 * (number / 4 % 3)) + (6 * (number % 4)))),
            array.Values<short>().ToArray());
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void All_versions_of_the_format_are_read(byte version) =>
        Assert.Equal([7], Parse(Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1,)}", [7], version)).Bytes.ToArray());

    [Theory]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{\"shape\":(1,),\"descr\":\"|u1\",\"fortran_order\":True}   \n")]
    [InlineData("  { 'descr' : '|u1' , 'fortran_order' : False , 'shape' : ( 1 , 1 ) , } ")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (1L, 1L), }")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (), }")]
    public void A_header_that_Python_would_read_so_is_accepted(string header) =>
        Assert.Equal([7], Read(header, [7]).Bytes.ToArray());

    [Fact]
    public void Twice_as_many_arrays_need_about_twice_the_memory()
    {
        var small = Allocated(5_000);
        var large = Allocated(10_000);

        Assert.InRange(large, small, 2.5 * small);

        static double Allocated(int count)
        {
            var bytes = NpzFile.ToBytes(
                Enumerable.Range(0, count).Select(index => NamedArray.Of<float>($"layer{index}.weight", [2, 2], new float[4])));
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(count, NpzFile.Parse("test", bytes).Count);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
