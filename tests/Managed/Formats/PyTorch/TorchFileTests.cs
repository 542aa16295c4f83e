using System.Text;
using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.PyTorch;
using TorchBasics.Formats.Zip;

namespace TorchBasics.Tests.Managed.Formats.PyTorch;

public sealed class TorchFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Written down by hand from Python's pickletools.py and PyTorch's notes on serialization.
    [Fact]
    public void Written_records_are_those_of_the_format()
    {
        var bytes = TorchFile.ToBytes(
            "folder/model.v2.pt",
            [NamedArray.Of<float>("a.weight", [2, 1], [0.5f, -2f]), NamedArray.Of<long>("n", [], [300L])],
            new Dictionary<string, string> { ["torchbasics.json"] = "{}" });

        const string Hooks = "ccollections\nOrderedDict\n)R";
        const string Pickle =
            "\u0080\u0002" + Hooks + "(" +
            "X\u0008\0\0\0a.weight" + "ctorch._utils\n_rebuild_tensor_v2\n(" +
            "(X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0002tQ" +
            "K\0" + "K\u0002K\u0001\u0086" + "K\u0001K\u0001\u0086" + "\u0089" + Hooks + "tR" +
            "X\u0001\0\0\0n" + "ctorch._utils\n_rebuild_tensor_v2\n(" +
            "(X\u0007\0\0\0storagectorch\nLongStorage\nX\u0001\0\0\01X\u0003\0\0\0cpuK\u0001tQ" +
            "K\0" + ")" + ")" + "\u0089" + Hooks + "tR" +
            "u.";
        var entries = ZipReader.Read("test", bytes, "");
        Assert.Equal(
            ["model.v2/data.pkl", "model.v2/byteorder", "model.v2/data/0", "model.v2/data/1", "model.v2/extra/torchbasics.json",
                "model.v2/version"],
            entries.Select(entry => entry.Name));
        Assert.Equal(
            [Pickle, "little", "\0\0\0?\0\0\0\u00C0", "\u002C\u0001\0\0\0\0\0\0", "{}", "3\n"],
            entries.Select(entry => Encoding.Latin1.GetString(entry.Bytes.Span)));
        Assert.All(entries, entry => Assert.Equal(0, entry.Offset % 64));
    }

    // torch.save({"e": torch.zeros(0, 3), "b": torch.tensor([True])}, "small.pt") of PyTorch 1.13 on Python 3.11, as it is.
    [Fact]
    public void A_file_of_PyTorch_is_read()
    {
        const string Bytes =
            "504B0304000008080000000000000000000000000000000000000E001400736D616C6C2F646174612E706B6C464210005A5A5A5A5A5A5A5A" +
            "5A5A5A5A5A5A5A5A80027D710028580100000065710163746F7263682E5F7574696C730A5F72656275696C645F74656E736F725F76320A71" +
            "022828580700000073746F72616765710363746F7263680A466C6F617453746F726167650A71045801000000307105580300000063707571" +
            "064B00747107514B004B004B038671084B034B018671098963636F6C6C656374696F6E730A4F726465726564446963740A710A2952710B74" +
            "710C52710D580100000062710E68022828680363746F7263680A426F6F6C53746F726167650A710F580100000031711068064B0174711151" +
            "4B004B018571124B0185711389680A29527114747115527116752E504B0708DA8CE562F3000000F3000000504B0304000000080000000000" +
            "000000000000000000000000000C001300736D616C6C2F646174612F3046420F005A5A5A5A5A5A5A5A5A5A5A5A5A5A5A504B030400000808" +
            "0000000000000000000000000000000000000C001600736D616C6C2F646174612F31464212005A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A" +
            "01504B07081BDF05A50100000001000000504B0304000008080000000000000000000000000000000000000D000400736D616C6C2F766572" +
            "73696F6E46420000330A504B0708D19E67550200000002000000504B0102000000000808000000000000DA8CE562F3000000F30000000E00" +
            "00000000000000000000000000000000736D616C6C2F646174612E706B6C504B010200000000000800000000000000000000000000000000" +
            "00000C0000000000000000000000000043010000736D616C6C2F646174612F30504B01020000000008080000000000001BDF05A501000000" +
            "010000000C0000000000000000000000000080010000736D616C6C2F646174612F31504B0102000000000808000000000000D19E67550200" +
            "0000020000000D00000000000000000000000000D1010000736D616C6C2F76657273696F6E504B06062C000000000000001E032D00000000" +
            "000000000004000000000000000400000000000000EB000000000000001202000000000000504B060700000000FD02000000000000010000" +
            "00504B05060000000004000400EB000000120200000000";

        var content = TorchFile.Parse("test", Convert.FromHexString(Bytes));

        NamedArrays.AssertEqual([NamedArray.Of<float>("e", [0, 3], []), NamedArray.Of<bool>("b", [1], [true])], content.Arrays);
    }

    [Fact]
    public void What_is_written_is_read_again() =>
        NamedArrays.Any("ab.1_ü\"\\\n\u0001😂中/", Enum.GetValues<ElementType>()).Sample(
            arrays =>
            {
                if (!arrays.All(array => IsText(array.Name)))
                    return;
                var extra = arrays.Select((array, index) => (Key: $"{index}.txt", array.Name))
                    .ToDictionary(pair => pair.Key, pair => pair.Name);

                var content = TorchFile.Parse("test", TorchFile.ToBytes("test.pt", arrays, extra));

                NamedArrays.AssertEqual(arrays, content.Arrays);
                Assert.Equal(extra, content.Extra);
                Assert.Equal([], content.LeftAside);
            },
            iter: 300);

    [Fact]
    public void Arrays_are_slices_of_the_file()
    {
        var bytes = TorchFile.ToBytes("test", [NamedArray.Of<float>("a", [2], [1f, 2f])]);

        var read = TorchFile.Parse("test", bytes).Arrays.Single();

        Assert.True(read.Bytes.Span.Overlaps(bytes));
    }

    [Theory]
    [InlineData("weights.pt", "weights"), InlineData("a/b/lenet5.state.pth", "lenet5.state"), InlineData("größe.pt", "größe")]
    [InlineData("", "archive"), InlineData(".pt", "archive"), InlineData("..pt", "archive"), InlineData("a\\b.pt", "archive"),
        InlineData("C:x.pt", "archive")]
    public void The_folder_is_the_name_of_the_file_where_it_can_be(string path, string folder)
    {
        var entries = ZipReader.Read("test", TorchFile.ToBytes(path, []), "");

        Assert.All(entries, entry => Assert.StartsWith(folder + "/", entry.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_replaces_a_longer_one_whole()
    {
        var path = _folder.File("ü.pt");
        TorchFile.Write(path, [NamedArray.Of<float>("long", [1000], new float[1000])]);

        TorchFile.Write(path, [NamedArray.Of<float>("short", [1], [3f])]);

        Assert.Equal([3f], TorchFile.Read(path).Arrays.Single().Values<float>().ToArray());
        Assert.Equal(["ü.pt"], _folder.Names());
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes() =>
        Assert.Equal(
            TorchFile.ToBytes(
                "a", [NamedArray.Of<byte>("x", [1], [1])], new Dictionary<string, string> { ["k"] = "1", ["l"] = "2" }),
            TorchFile.ToBytes(
                "a", [NamedArray.Of<byte>("x", [1], [1])], new Dictionary<string, string> { ["l"] = "2", ["k"] = "1" }));

    [Fact]
    public void A_name_that_occurs_twice_is_not_written() =>
        Assert.Throws<ArgumentException>(
            () => TorchFile.ToBytes("a", [NamedArray.Of<byte>("a", [1], [1]), NamedArray.Of<int>("a", [1], [1])]));

    [Fact]
    public void What_could_not_be_read_again_is_not_written()
    {
        Assert.Throws<ArgumentException>(() => TorchFile.ToBytes("a", [NamedArray.Of<byte>("half \uD83D", [1], [1])]));
        Assert.Throws<ArgumentException>(() => TorchFile.ToBytes("a", [NamedArray.Of<byte>(new string('a', 1025), [1], [1])]));
        Assert.Throws<ArgumentException>(
            () => TorchFile.ToBytes("a", [NamedArray.Of<byte>("a", Enumerable.Repeat(1L, 65).ToArray(), [1])]));
        Assert.Throws<ArgumentException>(() => TorchFile.ToBytes("a", [], new Dictionary<string, string> { ["../x"] = "" }));
    }

    [Fact]
    public void An_array_of_nothing_may_have_any_other_sizes()
    {
        var arrays =
            new[] { NamedArray.Of<float>("a", [0, long.MaxValue, long.MaxValue], []), NamedArray.Of<float>("b", [3, 0, 2], []) };

        NamedArrays.AssertEqual(arrays, TorchFile.Parse("test", TorchFile.ToBytes("a", arrays)).Arrays);
    }

    [Fact]
    public void A_missing_file_is_explained()
    {
        var error = Assert.Throws<TorchBasicsException>(() => TorchFile.Read(_folder.File("none")));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains("it does not exist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Twice_as_many_arrays_need_about_twice_the_memory()
    {
        var small = Allocated(5_000);
        var large = Allocated(10_000);

        Assert.InRange(large, small, 2.5 * small);

        static double Allocated(int count)
        {
            var bytes = TorchFile.ToBytes("test", Enumerable.Range(0, count)
                .Select(index => NamedArray.Of<float>($"layer{index}.weight", [2, 2], new float[4])));
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(count, TorchFile.Parse("test", bytes).Arrays.Count);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static bool IsText(string text) => text.EnumerateRunes().All(rune => rune.Value != 0xFFFD);
}
