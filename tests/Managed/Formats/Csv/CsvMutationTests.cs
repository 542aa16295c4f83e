using System.Text;
using TorchBasics.Formats.Csv;

namespace TorchBasics.Tests.Managed.Formats.Csv;

public class CsvMutationTests
{
    private static readonly byte[][] Seeds = [.. new[]
    {
        "x,y,label\r\n1,-2.5e3,\"cat \"\"tom\"\"\"\r\n3,4,dog\r\n",
        "1;2;3\n4;5;6\n",
        "\uFEFFä\t\"b\nc\"\n1\t2",
        "0\n1\n2\n",
    }.Select(Encoding.UTF8.GetBytes)];

    [Fact]
    public void No_small_change_does_harm() => Array.ForEach(Seeds, seed => Mutations.AssertExhaustively(seed, Parse));

    [Fact]
    public void No_random_change_does_harm() => Mutations.AssertRandomly(Seeds, 200_000, Parse);

    private static void Parse(byte[] bytes)
    {
        var table = CsvFile.Parse("fuzz", bytes);
        var labels = table.Labels(table.Column(null));
        Assert.All(labels.Indices, index => Assert.InRange(index, 0, labels.Classes.Count - 1));
        Assert.All(table.Features(table.ColumnCount - 1), value => Assert.True(float.IsFinite(value)));
    }
}
