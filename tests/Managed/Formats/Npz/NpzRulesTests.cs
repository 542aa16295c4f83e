using TorchBasics.Core.Errors;
using TorchBasics.Formats.Npz;
using TorchBasics.Tests.Managed.Formats.Zip;
using static TorchBasics.Tests.Managed.Formats.Npz.NpyBytes;

namespace TorchBasics.Tests.Managed.Formats.Npz;

/// <summary>Every rule of the format as an example that breaks it.</summary>
public class NpzRulesTests
{
    private const string Good = "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }";

    [Theory]
    [InlineData("", "needs '{' here")]
    [InlineData("[]", "needs '{' here")]
    [InlineData("{", "needs a text in quotes here")]
    [InlineData("{}", "needs 'descr', 'fortran_order' and 'shape'")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, }", "needs 'descr', 'fortran_order' and 'shape'")]
    [InlineData("{'descr': '|u1', 'shape': (1,), }", "needs 'descr', 'fortran_order' and 'shape'")]
    [InlineData("{'fortran_order': False, 'shape': (1,), }", "needs 'descr', 'fortran_order' and 'shape'")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), 'x': 1}", "second or unknown key 'x'")]
    [InlineData("{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", "second or unknown key 'descr'")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), 'shape': (1,)}", "second or unknown key 'shape'")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'fortran_order': False}", "second or unknown key 'fortran_order'")]
    [InlineData("{'descr': '|u1' 'fortran_order': False, 'shape': (1,), }", "needs a comma or '}' here")]
    [InlineData("{'descr' '|u1'}", "needs ':' here")]
    [InlineData("{descr: '|u1'}", "needs a text in quotes here")]
    [InlineData("{'descr: 1}", "a text that does not end")]
    [InlineData("{'d\\x65scr': '|u1'}", "a text that does not end, or with letters")]
    [InlineData("{'d\u00E9scr': '|u1'}", "a text that does not end, or with letters")]
    [InlineData("{'descr': b'|u1'}", "needs a text in quotes here")]
    [InlineData("{'descr': __import__('os').system('id')}", "needs a text in quotes here")]
    [InlineData("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,), }", "elements of several fields")]
    [InlineData("{'descr': ('<f4', (2,)), 'fortran_order': False, 'shape': (1,), }", "elements of several fields")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "Python objects, which are a pickle")]
    [InlineData("{'descr': 'O', 'fortran_order': False, 'shape': (1,), }", "Python objects, which are a pickle")]
    [InlineData("{'descr': '|O8', 'fortran_order': False, 'shape': (1,), }", "Python objects, which are a pickle")]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "big-endian elements ('>f4')")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "the type '<c8', which is not supported")]
    [InlineData("{'descr': '<U4', 'fortran_order': False, 'shape': (1,), }", "the type '<U4', which is not supported")]
    [InlineData("{'descr': '|S4', 'fortran_order': False, 'shape': (1,), }", "the type '|S4', which is not supported")]
    [InlineData("{'descr': '|V2', 'fortran_order': False, 'shape': (1,), }", "the type '|V2', which is not supported")]
    [InlineData("{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (1,), }", "the type '<M8[ns]', which is not supported")]
    [InlineData("{'descr': '<f16', 'fortran_order': False, 'shape': (1,), }", "the type '<f16', which is not supported")]
    [InlineData("{'descr': '', 'fortran_order': False, 'shape': (1,), }", "the type '', which is not supported")]
    [InlineData("{'descr': '|u1', 'fortran_order': 0, 'shape': (1,), }", "needs True or False here")]
    [InlineData("{'descr': '|u1', 'fortran_order': 'False', 'shape': (1,), }", "needs True or False here")]
    [InlineData("{'descr': '|u1', 'fortran_order': Falsehood, 'shape': (1,), }", "needs a comma or '}' here")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': 1, }", "needs '(' here")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': [1], }", "needs '(' here")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (1), }", "Python writes (3,) for one size")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (-1,), }", "needs a size from 0 to 2^63 - 1 here")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (1.0,), }", "needs a comma between sizes")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (1 1), }", "needs a comma between sizes")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (,), }", "needs a size from 0 to 2^63 - 1 here")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (1,,1), }", "needs a size from 0 to 2^63 - 1 here")]
    [InlineData(
        "{'descr': '|u1', 'fortran_order': False, 'shape': (9223372036854775808,), }", "needs a size from 0 to 2^63 - 1 here")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (1,", "needs a size from 0 to 2^63 - 1 here")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", "is not what UInt8 [2] needs")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (0,), }", "is not what UInt8 [0] needs")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "is not what Float32 [1] needs")]
    [InlineData("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 1), }", "is not what UInt8 [2, 1] needs")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", "is not what UInt8")]
    [InlineData("{'descr': '|u1', 'fortran_order': True, 'shape': (4294967296, 4294967296, 4294967297), }", "is not what UInt8")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2305843009213693953,), }", "is not what Float64")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }x", "goes on after its closing brace")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }\0", "goes on after its closing brace")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }{}", "goes on after its closing brace")]
    public void A_header_that_breaks_a_rule_is_refused_with_the_reason(string header, string reason)
    {
        var error = Assert.Throws<MalformedFileException>(() => Read(header, [7]));

        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_gives_the_place_in_the_file()
    {
        var file = Archive(("a.npy", Npy(Good.Replace("False", "Maybe", StringComparison.Ordinal), [7])));

        var error = Assert.Throws<MalformedFileException>(() => NpzFile.Parse("test", file));

        Assert.Equal(file.AsSpan().IndexOf("Maybe"u8), error.Offset);
    }

    [Fact]
    public void An_array_that_does_not_begin_as_one_is_refused()
    {
        AssertRefused([], "does not begin as an array of NumPy does");
        AssertRefused([0x93, .. "NUMPY"u8, 1], "does not begin as an array of NumPy does");
        AssertRefused([0x93, .. "NUMPY"u8, 1, 0, 5], "ends before the length of its header");
        AssertRefused([0x93, .. "NUMPY"u8, 2, 0, 5, 0], "ends before the length of its header");
        AssertRefused([0x93, .. "NUMPY"u8, 0, 0, 5, 0], "has version 0.0");
        AssertRefused([0x93, .. "NUMPY"u8, 4, 0, 5, 0, 0, 0], "has version 4.0");
        AssertRefused([0x93, .. "NUMPY"u8, 1, 1, 5, 0], "has version 1.1");
        AssertRefused([0x93, .. "NUMPY"u8, 1, 0, 5, 0, 1], "is said to have 5 bytes");
        AssertRefused([0x93, .. "NUMPY"u8, 2, 0, 0xFF, 0xFF, 0xFF, 0xFF, 1], "is said to have 4294967295 bytes");
        AssertRefused(Npy(Good.PadRight(10_001), [7], version: 2), "at most 10000 are read");
    }

    [Fact]
    public void Only_64_axes_are_read()
    {
        static string Header(int axes) =>
            $"{{'descr': '|u1', 'fortran_order': False, 'shape': ({string.Join(", ", Enumerable.Repeat(1, axes))}), }}";

        Assert.Equal(64, Read(Header(64), [7]).Sizes.Count);
        AssertRefused(Npy(Header(65), [7]), "has more than 64 sizes");
    }

    [Fact]
    public void A_truth_value_is_0_or_1()
    {
        var file = Archive(("a.npy", Npy("{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }", [0, 1, 2])));

        var error = Assert.Throws<MalformedFileException>(() => NpzFile.Parse("test", file));

        Assert.Contains("is neither 0 nor 1", error.Reason, StringComparison.Ordinal);
        Assert.Equal(2, file[(int)error.Offset]);
    }

    [Fact]
    public void What_is_no_array_is_refused()
    {
        var error = Assert.Throws<MalformedFileException>(
            () => NpzFile.Parse("test", Archive(("a.npy", Npy(Good, [7])), ("readme.txt", []))));

        Assert.Contains("'readme.txt' is not an array of NumPy", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_compressed_file_is_refused_with_what_to_do()
    {
        var archive = ZipArchive.Of(("a.npy", ""));
        (archive.Entries[0].Local.Method, archive.Entries[0].Directory.Method) = (8, 8);

        var error = Assert.Throws<MalformedFileException>(() => NpzFile.Parse("test", archive.ToBytes()));

        Assert.EndsWith(
            "Write the file with numpy.savez instead of numpy.savez_compressed.", error.Reason, StringComparison.Ordinal);
    }

    private static void AssertRefused(byte[] npy, string reason) =>
        Assert.Contains(reason, Assert.Throws<MalformedFileException>(() => Parse(npy)).Reason, StringComparison.Ordinal);
}
