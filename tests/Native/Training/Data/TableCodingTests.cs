using CsCheck;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Data;

namespace TorchBasics.Tests.Native.Training.Data;

/// <summary>Empty fields and columns of words in CSV files.</summary>
public sealed class TableCodingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "")]
    [InlineData("NA", " ('NA')")]
    [InlineData("?", " ('?')")]
    public void An_empty_field_is_an_error_that_names_the_options(string field, string shown)
    {
        var error = Assert.Throws<MalformedFileException>(() => Load($"width,kind\n1,a\n{field},b\n2,a\n"));

        Assert.EndsWith(
            $"line 3: the field in column 1 ('width') is empty{shown}. --missing mean puts the mean of the training rows there, "
            + "--missing drop-row leaves such rows out.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_among_numbers_is_an_error_that_names_the_option()
    {
        var error = Assert.Throws<MalformedFileException>(() => Load("width,colour,kind\n1,2,a\n1,red,b\n2,blue,a\n"));

        Assert.EndsWith(
            "line 3: column 2 ('colour') holds 'red'; expected a number such as -1.5e3. "
            + "Where it names a category, --categorical colour makes a number of each word.",
            error.Message,
            StringComparison.Ordinal);
    }

    // Half of the fields of each row are empty; which rows are learnt from is known by their features.
    [Fact]
    public void The_mean_is_that_of_the_training_rows_alone() =>
        Gen.Select(Gen.Int[4, 30], Gen.ULong, Gen.Int).Sample(
            (rows, split, which) =>
            {
                var random = new Random(which);
                var values = Enumerable.Range(0, rows)
                    .Select(i => random.Next(3) == 0 && i > 1 ? (int?)null : random.Next(100)).ToList();
                var text = "id,x,kind\n"
                    + string.Concat(values.Select((value, i) => $"{i},{value},{(i % 2 == 0 ? 'a' : 'b')}\n"));
                DataSplit data;
                try
                {
                    data = Load(text, new() { Missing = MissingCells.Mean, Seed = split });
                }
                catch (TorchBasicsException error) when (error.Message.StartsWith("No training row", StringComparison.Ordinal))
                {
                    return;
                }

                var known = Ids(data.Train).Where(id => values[id] is not null).Select(id => (double)values[id]!).ToList();
                var mean = (float)(known.Sum() / known.Count);
                foreach (var set in new[] { data.Train, data.Test })
                    foreach (var (id, n) in Ids(set).Select((id, n) => (id, n)))
                        Assert.Equal(values[id] ?? mean, set.Sample<float>(n)[1], 1e-3f);
                Assert.Equal(mean, data.Train.Table![1].Fill![0], 1e-3f);
            },
            iter: 100,
            threads: 1);

    [Fact]
    public void Rows_with_an_empty_field_are_left_out_whole()
    {
        var split = Load(
            "a,colour,kind\n1,red,x\n,red,y\n3,,x\n4,blue,\n5,blue,y\n6,red,x\n",
            new() { Missing = MissingCells.DropRow, Categorical = ["colour"] });

        var all = Ids(split.Train).Concat(Ids(split.Test)).Order();
        Assert.Equal([1, 5, 6], all);
        Assert.Equal(["x", "y"], split.Train.ClassNames);
        Assert.All(split.Train.Table!, column => Assert.Null(column.Fill));
    }

    [Fact]
    public void Nothing_is_left_where_every_row_has_an_empty_field()
    {
        var error = Assert.Throws<TorchBasicsException>(
            () => Load("a,b,kind\n1,,x\n,2,y\n", new() { Missing = MissingCells.DropRow }));

        Assert.Equal(
            $"{_folder["table.csv"]} holds 0 rows without an empty field; "
            + "at least 2 are needed, one to learn from and one to test by.",
            error.Message);
    }

    [Fact]
    public void Each_word_becomes_a_feature_of_0_or_1_in_ordinal_order()
    {
        var rows = Enumerable.Range(0, 40).Select(i =>
            $"{i},{new[] { "red", "Blue", "green" }[i % 3]},{(i % 2 == 0 ? 'x' : 'y')}\n");

        var split = Load("id,colour,kind\n" + string.Concat(rows), new() { Categorical = ["colour"] });

        Assert.Equal(["id", "colour=Blue", "colour=green", "colour=red"], split.Train.FeatureNames);
        foreach (var set in new[] { split.Train, split.Test })
            for (var n = 0; n < set.Count; n++)
            {
                var sample = set.Sample<float>(n);
                Assert.Equal(
                    ((int)sample[0] % 3) switch { 0 => [0, 0, 1], 1 => [1, 0, 0], _ => [0f, 1, 0] }, sample[1..].ToArray());
            }

        Assert.Null(split.Notice);
    }

    [Fact]
    public void An_empty_field_of_words_is_the_share_of_each_word()
    {
        var rows = Enumerable.Range(0, 41).Select(i =>
            $"{i},{(i == 40 ? "" : i % 4 == 0 ? "a" : "b")},{(i % 2 == 0 ? 'x' : 'y')}\n");

        var split = Load("id,w,kind\n" + string.Concat(rows), new() { Categorical = ["w"], Missing = MissingCells.Mean });

        var words = Ids(split.Train).Where(id => id < 40).ToList();
        var share = words.Count(id => id % 4 == 0) / (float)words.Count;
        Assert.Equal([share, 1 - share], split.Train.Table![1].Fill!, (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void A_word_that_no_training_row_has_is_none_of_the_known_ones_and_told()
    {
        // The one row of the word 'odd' is put where the split tests by it.
        var test = Ids(Load(Text(_ => "even"), new() { Categorical = ["w"] }).Test)[0];

        var split = Load(Text(id => id == test ? "odd" : "even"), new() { Categorical = ["w"] });

        Assert.Equal(["id", "w=even"], split.Train.FeatureNames);
        Assert.Equal(0, split.Test.Sample<float>(Ids(split.Test).IndexOf(test))[1]);
        Assert.Equal(
            "1 field of table.csv holds a word that no training row has; such a field is none of the known words.", split.Notice);

        static string Text(Func<int, string> word) =>
            "id,w,kind\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{word(i)},{(i % 2 == 0 ? 'x' : 'y')}\n"));
    }

    [Fact]
    public void Too_many_words_are_refused()
    {
        var rows = Enumerable.Range(0, 1300).Select(i => $"{i},w{i},{(i % 2 == 0 ? 'x' : 'y')}\n");

        var error = Assert.Throws<TorchBasicsException>(
            () => Load("id,w,kind\n" + string.Concat(rows), new() { Categorical = ["w"] }));

        Assert.Equal(
            $"column 2 ('w') of {_folder["table.csv"]} holds 1,040 different words; at most 1,000 become numbers. "
            + "Take the column out of the file, or put words together.",
            error.Message);
    }

    [Fact]
    public void The_label_is_no_categorical_column()
    {
        var error = Assert.Throws<TorchBasicsException>(() => Load("a,kind\n1,x\n2,y\n", new() { Categorical = ["kind"] }));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Equal(
            $"The column 'kind' of {_folder["table.csv"]} is the label; --categorical is for the other columns.", error.Message);
    }

    private static List<int> Ids(SampleSet set) => [.. Enumerable.Range(0, set.Count).Select(n => (int)set.Sample<float>(n)[0])];

    private DataSplit Load(string text, DataOptions? options = null)
    {
        File.WriteAllText(_folder["table.csv"], text);
        return DataCatalog.Load(_folder["table.csv"], options);
    }
}
