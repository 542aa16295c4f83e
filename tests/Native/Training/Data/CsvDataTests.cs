using TorchBasics.Core.Errors;
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
        Assert.All(
            Rows(split),
            row => Assert.Equal((row.Features[0] * 10, (int)(row.Features[0] + 1) % 2), (row.Features[1], row.Label)));
        Assert.Equal([1f, 2, 3, 4, 5], Rows(split).Select(row => row.Features[0]).Order());
        Assert.Equal(["length", "width"], split.Train.FeatureNames);
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
        Assert.Equal((75, 25), (
            Load(text, new DataOptions { TestShare = 0.25 }).Train.Count,
            Load(text, new DataOptions { TestShare = 0.25 }).Test.Count));
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
    [InlineData("1,0\n", "1 row; at least 2")]
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
    public void Labels_counted_from_1_are_as_many_classes_as_there_are_numbers()
    {
        var split = Load("1,1\n2,2\n3,3\n4,1\n");

        Assert.Equal(["1", "2", "3"], split.Train.ClassNames);
        Assert.Equal([0, 1, 2, 0], Rows(split).OrderBy(row => row.Features[0]).Select(row => row.Label));
        Assert.Null(split.Notice);
    }

    [Theory]
    [InlineData(
        "1,0\n2,1\n3,3\n", "The labels of table.csv are whole numbers from 0 to 3, of which 3 occur; only these are classes.")]
    [InlineData("1,7\n2,9\n", "The labels of table.csv are whole numbers from 7 to 9, of which 2 occur; only these are classes.")]
    [InlineData("1,-1\n2,1\n", null)]
    [InlineData("1,0\n2,1\n3,x\n", null)]
    [InlineData("1,5\n2,6\n", null)]
    public void Gaps_between_the_labels_are_told(string text, string? notice) => Assert.Equal(notice, Load(text).Notice);

    [Theory]
    [InlineData("2.5", "such as 2.5")]
    [InlineData("nan", "such as nan")]
    public void A_label_that_is_a_quantity_is_refused_with_advice(string odd, string example)
    {
        var text = string.Concat(
            Enumerable.Range(0, 40).Select(i => $"{i},{i % 3}\n").Prepend("size,price\n").Append($"1,{odd}\n"));

        var error = Assert.ThrowsAny<TorchBasicsException>(() => Load(text));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.All(
            ["column 2 ('price')", "table.csv is a quantity, not a class", example, "--targets NAME learns a quantity",
                "--label-column"],
            part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(10, 6, true)]
    [InlineData(10, 5, false)]
    [InlineData(100, 51, true)]
    [InlineData(100, 50, false)]
    [InlineData(9, 9, false)] // too few rows to tell
    public void A_class_for_nearly_every_row_is_refused(int rows, int classes, bool refused)
    {
        var text = string.Concat(Enumerable.Range(0, rows).Select(i => $"{i},name {i % classes}\n"));

        if (!refused)
            Assert.Equal(classes, Load(text).Train.ClassNames.Count);
        else
            Assert.StartsWith(
                $"The label in column 2 of {_folder["table.csv"]} has {classes} different values in {rows} rows; "
                + "a class needs several rows",
                Assert.Throws<TorchBasicsException>(() => Load(text)).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void More_classes_than_a_confusion_matrix_tells_apart_are_refused()
    {
        var text = string.Concat(Enumerable.Range(0, 2 * 4_097).Select(i => $"1,{i / 2}\n"));

        Assert.Contains(
            "at most 4,096 classes", Assert.Throws<TorchBasicsException>(() => Load(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_classes_of_a_network_stay_what_they_are_in_another_file()
    {
        File.WriteAllText(_folder["table.csv"], "1,3\n2,1\n3,3\n4,1\n5,3\n6,1\n7,3\n8,1\n9,3\n10,1\n");

        var split = DataCatalog.Load(_folder["table.csv"], classes: ["1", "2", "3"]);

        Assert.Equal(["1", "2", "3"], split.Test.ClassNames);
        Assert.All(Rows(split), row => Assert.Equal((int)row.Features[0] % 2 == 1 ? 2 : 0, row.Label));
        Assert.Null(split.Notice);
    }

    [Fact]
    public void The_reading_can_be_ended()
    {
        File.WriteAllText(_folder["table.csv"], Flowers);

        Assert.Throws<OperationCanceledException>(
            () => DataCatalog.Load(_folder["table.csv"], cancellation: new CancellationToken(canceled: true)));
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
        [.. new[] { split.Train, split.Test }
            .SelectMany(set => Enumerable.Range(0, set.Count).Select(i => (set.Sample<float>(i).ToArray(), set.Labels.Span[i])))];

    private DataSplit Load(string text, DataOptions? options = null)
    {
        File.WriteAllText(_folder["table.csv"], text);
        return DataCatalog.Load(_folder["table.csv"], options);
    }
}
