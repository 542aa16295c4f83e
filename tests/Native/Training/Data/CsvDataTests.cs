using TorchBasics.Core;
using TorchBasics.Training.Data;

namespace TorchBasics.Tests.Native.Training.Data;

public sealed class CsvDataTests : IDisposable
{
    private const string Flowers =
        """
        length,kind,width
        1,rose,10
        2,tulip,20
        3,rose,30
        4,tulip,40
        5,rose,50

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_named_column_is_the_label_and_the_others_are_features()
    {
        var split = Load(Flowers, new DataOptions { LabelColumn = "kind" });

        Assert.Equal([2], split.Train.Shape);
        Assert.Equal(["rose", "tulip"], split.Train.ClassNames);
        Assert.Equal((4, 1), (split.Train.Count, split.Test.Count));
        Assert.All(Rows(split), row => Assert.Equal((row.Features[0] * 10, (int)(row.Features[0] + 1) % 2), (row.Features[1], row.Label)));
        Assert.Equal([1f, 2, 3, 4, 5], Rows(split).Select(row => row.Features[0]).Order());
    }

    [Fact]
    public void The_last_column_is_the_label_when_none_is_named()
    {
        var split = Load("1,2,0\n3,4,1\n5,6,1\n");

        Assert.Equal([2], split.Train.Shape);
        Assert.Equal(["0", "1"], split.Train.ClassNames);
        Assert.Equal([0, 1, 1], Rows(split).OrderBy(row => row.Features[0]).Select(row => row.Label));
    }

    [Fact]
    public void The_seed_decides_the_split()
    {
        var text = string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},{i % 3}\n"));

        var one = Load(text, new DataOptions { Seed = 1 });

        Assert.Equal((80, 20), (one.Train.Count, one.Test.Count));
        Assert.Equal(one.Train.Hash, Load(text, new DataOptions { Seed = 1 }).Train.Hash);
        Assert.NotEqual(one.Train.Hash, Load(text, new DataOptions { Seed = 2 }).Train.Hash);
        Assert.Equal((75, 25), (Load(text, new DataOptions { TestShare = 0.25 }).Train.Count, Load(text, new DataOptions { TestShare = 0.25 }).Test.Count));
    }

    [Fact]
    public void Both_parts_of_two_rows_hold_one()
    {
        var split = Load("1,0\n2,1\n");

        Assert.Equal((1, 1), (split.Train.Count, split.Test.Count));
    }

    [Fact]
    public void Features_are_standardised_one_by_one_by_default()
    {
        var split = Load(Flowers, new DataOptions { LabelColumn = "kind" });

        Assert.Equal(2, split.DefaultNormalization().Scale.Count);
    }

    [Theory]
    [InlineData("1,0\n", "1 rows; at least 2")]
    [InlineData("a,b\n", "0 rows; at least 2")]
    [InlineData("1\n2\n", "one column; a label and at least one feature")]
    [InlineData("1,2,0\n1,1\n", "line 2")]
    [InlineData("1,2,0\nx,2,1\n3,2,1\n", "expected a number")]
    [InlineData("1,2,0\n3,2,\n", "label")]
    [InlineData("", "no row")]
    public void A_table_that_is_no_data_set_is_refused(string text, string reason)
    {
        var error = Assert.ThrowsAny<TorchBasicsException>(() => Load(text));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void A_column_that_does_not_exist_suggests_the_nearest()
    {
        var error = Assert.ThrowsAny<TorchBasicsException>(() => Load(Flowers, new DataOptions { LabelColumn = "knid" }));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Contains("Did you mean 'kind'?", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_share_of_test_rows_out_of_range_is_refused(double share)
    {
        var error = Assert.Throws<TorchBasicsException>(() => Load(Flowers, new DataOptions { TestShare = share }));

        Assert.Equal(ErrorKind.Usage, error.Kind);
    }

    private static List<(float[] Features, int Label)> Rows(DataSplit split) =>
        [.. new[] { split.Train, split.Test }.SelectMany(set => Enumerable.Range(0, set.Count).Select(i => (set.Sample<float>(i).ToArray(), set.Labels.Span[i])))];

    private DataSplit Load(string text, DataOptions? options = null)
    {
        File.WriteAllText(_folder["table.csv"], text);
        return DataCatalog.Load(_folder["table.csv"], options);
    }
}
