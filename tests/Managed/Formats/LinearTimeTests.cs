using System.Text;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Csv;
using TorchBasics.Formats.Idx;
using TorchBasics.Formats.Onnx;
using TorchBasics.Formats.SafeTensors;
using TorchBasics.Tests.Fuzz;
using TorchBasics.Tests.Managed.Formats.Idx;
using static TorchBasics.Tests.Managed.Formats.Onnx.Proto;

namespace TorchBasics.Tests.Managed.Formats;

/// <summary>Eight times as many parts take about eight times as long, not 64 times.</summary>
[Collection(nameof(LinearTimeTests))]
public class LinearTimeTests
{
    private const int Few = 1_250;
    private const int Many = 8 * Few;
    private const double LargestRatio = 24; // 8 is linear and 64 is quadratic; caches and the collector lie between
    private const int Rounds = 9;
    private const int MostRounds = 90; // where others hold caches and memory, the shortest time is seen late

    private static readonly Dictionary<string, Func<int, byte[]>> SafeTensorsFiles = new()
    {
        ["arrays"] = count => SafeTensorsFile.ToBytes(
            Enumerable.Range(0, count).Select(index => NamedArray.Of<float>($"layer{index}.weight", [1, 2], [1f, 2f]))),
        ["arrays without elements"] = count => SafeTensorsFile.ToBytes(
            Enumerable.Range(0, count).Select(index => NamedArray.Of<float>($"layer{index}.weight", [0], []))),
        ["texts"] = count => SafeTensorsFile.ToBytes(
            [], Enumerable.Range(0, count).ToDictionary(index => $"key{index}", index => $"text{index}")),
        ["spaces"] = count => SafeTensors("{}" + new string(' ', 100 * count)),
        ["escapes"] = count =>
            SafeTensors($$$"""{"__metadata__":{"k":"{{{string.Concat(Enumerable.Repeat("\\u00e4", count))}}}"}}"""),
        ["arrays of which the last two have one name"] = count => SafeTensors(
            "{"
            + string.Join(',', Enumerable.Range(0, count).Append(count - 1)
                .Select(index => $"\"{index}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}"))
            + "}"),
    };

    private static readonly Dictionary<string, Func<int, byte[]>> OnnxFiles = new()
    {
        ["nodes"] = count => Bytes(7, [Bytes(11, Value("0")), .. Enumerable.Range(0, count)
            .Select(index => Bytes(1, Node("A", [$"{index}"], [$"{index + 1}"])))]),
        ["initializers"] = count => Bytes(
            7, [.. Enumerable.Range(0, count).Select(index => Bytes(5, Tensor(1, [0], Text(8, $"{index}"))))]),
        ["inputs"] = count => Bytes(7, [.. Enumerable.Range(0, count).Select(index => Bytes(11, Value($"{index}")))]),
        ["attributes"] = count => Bytes(7, Bytes(1, [Text(4, "A"), Text(2, "y"),
            .. Enumerable.Range(0, count / 2).Select(index => Bytes(5, Text(1, $"{index}"), Number(3, 1)))])),
        ["edges of one node"] = count => Bytes(
            7, Bytes(11, Value("x")), Bytes(1, [Text(4, "A"), .. Enumerable.Repeat(Text(1, "x"), count)])),
        ["sets of operators"] = count =>
            Join([Bytes(7), .. Enumerable.Range(0, count).Select(index => Bytes(8, Text(1, $"{index}"), Number(2, 1)))]),
        ["numbers one by one"] = count => Bytes(7, Bytes(
            5, Join([.. Enumerable.Repeat(Number(7, 1), 10 * count), Number(1, 10 * count), Number(2, 7), Text(8, "w")]))),
        ["parts that are noted"] = count => Join([Bytes(7), .. Enumerable.Repeat(Bytes(25), count)]),
        ["unknown fields"] = count => Join([Bytes(7), .. Enumerable.Repeat(Number(100, 1), 10 * count)]),
        ["inputs of which the last two have one name"] = count => Bytes(
            7, [.. Enumerable.Range(0, count).Append(count - 1).Select(index => Bytes(11, Value($"{index}")))]),
    };

    private static readonly Dictionary<string, Func<int, byte[]>> CsvFiles = new()
    {
        ["rows"] = count =>
            Csv(string.Join('\n', Enumerable.Range(0, 4 * count).Select(index => $"{index},{index},{index % 10}"))),
        ["columns"] = count => Csv($"{string.Join(',', Enumerable.Range(0, count).Select(index => $"c{index}"))}\n"
            + $"{string.Join(',', Enumerable.Range(0, count))}"),
        ["classes"] = count => Csv(string.Join('\n', Enumerable.Range(0, count).Select(index => $"1,{index}x"))),
        ["empty lines"] = count => Csv($"a,b{new string('\n', 100 * count)}1,2"),
        ["quotes"] = count => Csv($"a,b\n1,\"{new string('"', 20 * count)}\""),
        ["columns of which the last two have one name"] = count =>
            Csv($"{string.Join(',', Enumerable.Range(0, count).Append(count - 1).Select(index => $"c{index}"))}\n"),
    };

    private static readonly Dictionary<string, Func<int, byte[]>> GzipFiles = new()
    {
        ["bytes in the header"] = count => WithName(GzipTests.Compress([0, 0, 8, 1, 0, 0, 0, 1, 7]), 40 * count),
        ["numbers"] = count =>
            GzipTests.Compress([0, 0, 8, 2, .. BitConverter.GetBytes(count).Reverse(), 0, 0, 0, 200, .. new byte[200 * count]]),
        ["bytes behind the data"] = count => [.. GzipTests.Compress([0, 0, 8, 1, 0, 0, 0, 1, 7]), .. new byte[100 * count]],
    };

    public static TheoryData<string> SafeTensorsNames => [.. SafeTensorsFiles.Keys];

    public static TheoryData<string> OnnxNames => [.. OnnxFiles.Keys];

    public static TheoryData<string> CsvNames => [.. CsvFiles.Keys];

    public static TheoryData<string> GzipNames => [.. GzipFiles.Keys];

    [Theory]
    [MemberData(nameof(SafeTensorsNames))]
    public void Parts_of_a_safetensors_file_add_up(string parts) =>
        AssertLinear(SafeTensorsFiles[parts], bytes => SafeTensorsFile.Parse("test", bytes));

    [Theory]
    [MemberData(nameof(OnnxNames))]
    public void Parts_of_an_ONNX_model_add_up(string parts) =>
        AssertLinear(OnnxFiles[parts], bytes => OnnxFile.ParseModel("test", bytes));

    [Theory]
    [MemberData(nameof(CsvNames))]
    public void Parts_of_a_CSV_file_add_up(string parts) => AssertLinear(CsvFiles[parts], bytes =>
    {
        var table = CsvFile.Parse("test", bytes);
        table.Labels(table.Column(null));
        table.Features(table.ColumnCount - 1);
    });

    [Theory]
    [MemberData(nameof(GzipNames))]
    public void Parts_of_a_compressed_file_add_up(string parts) =>
        AssertLinear(GzipFiles[parts], bytes => IdxFile.Read("test", new MemoryStream(bytes)));

    private static void AssertLinear(Func<int, byte[]> create, Action<byte[]> parse)
    {
        var (few, many) = (create(Few), create(Many));
        var (short_, long_) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var round = 0; round < Rounds || (round < MostRounds && long_ > LargestRatio * short_); round++)
            (short_, long_) = (Math.Min(short_, Time(few)), Math.Min(long_, Time(many))); // in turns: a busy moment hits both

        Assert.True(long_ <= LargestRatio * short_, $"{few.Length} bytes took {short_:F3} ms, {many.Length} bytes {long_:F3} ms");

        double Time(byte[] bytes)
        {
            var start = ThreadTime.Now;
            try
            {
                parse(bytes);
            }
            catch (MalformedFileException)
            {
                // Refusing takes time too.
            }

            return ThreadTime.Now - start;
        }
    }

    private static byte[] SafeTensors(string header) => Formats.SafeTensors.SafeTensorsRulesTests.File(header, dataLength: 0);

    private static byte[] Csv(string text) => Encoding.UTF8.GetBytes(text);

    // The collector, which runs on whatever thread asks for memory, would clean up after the tests beside.
    [CollectionDefinition(nameof(LinearTimeTests), DisableParallelization = true)]
    public sealed class Alone;

    private static byte[] WithName(byte[] file, int length) =>
        [.. file[..3], 0x08, .. file[4..10], .. Enumerable.Repeat((byte)'n', length), 0, .. file[10..]];
}
