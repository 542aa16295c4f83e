using System.Text;
using CsCheck;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Csv;

namespace TorchBasics.Tests.Managed.Formats.Csv;

public sealed class CsvFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The examples of RFC 4180, section 2.
    [Theory]
    [InlineData("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", "aaa|bbb|ccc;zzz|yyy|xxx")]
    [InlineData("aaa,bbb,ccc\r\nzzz,yyy,xxx", "aaa|bbb|ccc;zzz|yyy|xxx")]
    [InlineData("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx", "aaa|bbb|ccc;zzz|yyy|xxx")]
    [InlineData("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx", "aaa|b\r\nbb|ccc;zzz|yyy|xxx")]
    [InlineData("\"aaa\",\"b\"\"bb\",\"ccc\"", "aaa|b\"bb|ccc")]
    [InlineData("a,b\nc,d\n", "a|b;c|d")]
    [InlineData("\uFEFFa,b\n", "a|b")]
    [InlineData("\n\r\na,b\n\nc,d\n\n", "a|b;c|d")]
    [InlineData(",\n,\n", "|;|")]
    [InlineData("a,\n,b", "a|;|b")]
    [InlineData("\"\"\n\"\"\"\"\n", ";\"")]
    [InlineData("a;b,c\nd;e,f", "a|b,c;d|e,f")]
    [InlineData("a\tb;c\nd\te", "a|b;c;d|e")]
    [InlineData("\"x;y\",b\nc,d", "x;y|b;c|d")]
    [InlineData("größe,名\n", "größe|名")]
    public void Rows_are_split_into_fields(string text, string expected) =>
        Assert.Equal(expected, string.Join(';', Rows(Parse(text, header: false)).Select(row => string.Join('|', row))));

    [Theory]
    [InlineData("", 0, "line 1: the file holds no row.")]
    [InlineData("\r\n\n", 3, "line 3: the file holds no row.")]
    [InlineData("a,b\nc\n", 4, "line 2: the row has 1 field; the first row has 2 fields.")]
    [InlineData("a,b\nc,d,e\n", 4, "line 2: the row has 3 fields; the first row has 2 fields.")]
    [InlineData("a,b\n\nc,d,\n", 5, "line 3: the row has 3 fields")]
    [InlineData("a,\"b\nc,d\n", 2, "line 1: the quote is never closed.")]
    [InlineData("a,b\nc,d\"e\n", 7, "line 2: a quote stands inside a field")]
    [InlineData("a,\"b\"c\n", 5, "line 1: something follows a closing quote")]
    [InlineData("a\rb\n", 1, "line 1: a carriage return stands alone")]
    [InlineData("a,b\0c\n", 3, "a byte is 0")]
    public void A_broken_rule_is_named_with_its_place(string text, long offset, string reason)
    {
        var error = Assert.Throws<MalformedFileException>(() => Parse(text));

        Assert.Equal(offset, error.Offset);
        Assert.StartsWith(reason, error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_another_encoding_is_refused_where_it_stands()
    {
        var error = Assert.Throws<MalformedFileException>(() => CsvFile.Parse("test.csv", Encoding.Latin1.GetBytes("größe,b")));

        Assert.Equal((2L, "the text is not valid UTF-8. Save the file as UTF-8."), (error.Offset, error.Reason));
    }

    [Theory]
    [InlineData("x,y,label\n1,2,0", true)]
    [InlineData("x,y,kind\n1,2,cat", true)]
    [InlineData("only,text\nin,all", true)]
    [InlineData("1,2,0\n3,4,1", false)]
    [InlineData("5.1,3.5,setosa\n4.9,3.0,setosa", false)]
    [InlineData("0,1,label\n1,2,3", true)]
    [InlineData("0,1\n", false)]
    public void A_header_is_recognised(string text, bool expected)
    {
        var table = Parse(text);

        Assert.Equal(expected, table.Header is not null);
        Assert.Equal(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - (expected ? 1 : 0), table.RowCount);
    }

    [Fact]
    public void What_the_caller_says_about_the_header_counts()
    {
        Assert.Equal(["1", "2"], Parse("1,2\n3,4", header: true).Header!);
        Assert.Null(Parse("a,b\nc,d", header: false).Header);
    }

    [Fact]
    public void Two_columns_of_one_name_are_refused()
    {
        var error = Assert.Throws<MalformedFileException>(() => Parse("a,b,a\n1,2,3"));

        Assert.Contains("two columns are called 'a'", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_features_are_read()
    {
        var table = Parse("x,label,y\n1,0,-2.5e1\n +.5 ,1,\"3\"\n");

        Assert.Equal([1.0, 0.5], table.Numbers(0));
        Assert.Equal([1f, -25f, 0.5f, 3f], table.Features(table.Column("label")));
    }

    [Theory]
    [InlineData("x,y\n1,2\n3,cat", "line 3: column 2 ('y') holds 'cat'; expected a number such as -1.5e3.")]
    [InlineData("x,y\n1,2\n\"a\nb\",", "line 3: column 1 ('x') holds 'a\nb'; expected a number such as -1.5e3.")]
    [InlineData("1;2\n3,5;4", "line 2: column 1 holds '3,5'; expected a number such as -1.5e3.")]
    [InlineData("1,2\n,4", "line 2: column 1 holds ''; expected a number such as -1.5e3.")]
    [InlineData("1,2\nNaN,4", "line 2: column 1 holds 'NaN'; expected a number such as -1.5e3.")]
    [InlineData("1,2\n1e999,4", "line 2: column 1 holds '1e999'; expected a number such as -1.5e3.")]
    [InlineData("1,2\n1e39,4", "line 2: column 1 holds '1e39', which is beyond the range of a 32-bit number.")]
    public void What_is_not_a_number_is_named_with_its_place(string text, string reason)
    {
        var table = Parse(text);

        var error = Assert.Throws<MalformedFileException>(
            () => table.Features(labelColumn: 1).Concat(table.Features(0)).ToList());

        Assert.Equal(reason, error.Reason);
    }

    [Theory]
    [InlineData("0,2,1", "0,2,1", "0,1,2")]
    [InlineData("3", "0", "3")]
    [InlineData("3,1,2,1", "2,0,1,0", "1,2,3")]
    [InlineData("0,3,1", "0,2,1", "0,1,3")]
    [InlineData("-1,1,1,-1", "0,1,1,0", "-1,1")]
    [InlineData("10,9,-1", "2,1,0", "-1,9,10")]
    [InlineData("cat,dog, cat ,ant", "1,2,1,0", "ant,cat,dog")]
    [InlineData("1,2,x", "0,1,2", "1,2,x")]
    [InlineData("1.0,2.0,01,+1,1e0", "0,1,0,0,0", "1,2")]
    [InlineData("2.5,10", "1,0", "10,2.5")]
    [InlineData("9223372036854775807,-9223372036854775808", "1,0", "-9223372036854775808,9223372036854775807")]
    [InlineData("1e16,10000000000000000", "1,0", "10000000000000000,1e16")]
    public void Labels_become_classes(string labels, string indices, string classes)
    {
        var table = Parse(string.Join('\n', labels.Split(',')), header: false);

        var result = table.Labels(0);

        Assert.Equal(indices, string.Join(',', result.Indices));
        Assert.Equal(classes, string.Join(',', result.Classes));
    }

    [Fact]
    public void A_label_that_is_missing_is_refused()
    {
        var table = Parse("a\n\" \"\n", header: false);

        Assert.Equal(
            "line 2: the label in column 1 is missing.", Assert.Throws<MalformedFileException>(() => table.Labels(0)).Reason);
        Assert.Equal(
            "line 2: the label in column 1 is missing.",
            Assert.Throws<MalformedFileException>(() => table.Labels(0, ["a"])).Reason);
    }

    [Theory]
    [InlineData("cat,ant, cat", "ant,bee,cat", "2,0,2")]
    [InlineData("2,1.0,02", "0,1,2", "2,1,2")]
    [InlineData("01,1", "1,01", "1,0")]
    [InlineData("1,2", "2,1", "1,0")]
    public void Labels_are_looked_up_among_the_classes_of_a_network(string labels, string classes, string indices)
    {
        var result = Parse(string.Join('\n', labels.Split(',')), header: false).Labels(0, classes.Split(','));

        Assert.Equal(indices, string.Join(',', result.Indices));
        Assert.Equal(classes, string.Join(',', result.Classes));
    }

    [Theory]
    [InlineData(
        "kind\ncat\ndog\n", "line 3: the label in column 1 ('kind') is 'dog', which is none of the network's classes ant, cat.")]
    [InlineData(
        "kind\n\"cat\"\n\n\"and\"",
        "line 4: the label in column 1 ('kind') is 'and', which is none of the network's classes ant, cat. Did you mean 'ant'?")]
    [InlineData("x\n1", "line 2: the label in column 1 ('x') is '1', which is none of the network's classes ant, cat.")]
    public void A_label_that_a_network_does_not_know_is_refused_with_its_place(string text, string reason)
    {
        var table = Parse(text, header: true);

        Assert.Equal(reason, Assert.Throws<MalformedFileException>(() => table.Labels(0, ["ant", "cat"])).Reason);
    }

    [Fact]
    public void A_column_is_found_by_name_and_the_last_one_without()
    {
        var table = Parse("width,height,kind\n1,2,a");

        Assert.Equal(1, table.Column("height"));
        Assert.Equal(2, table.Column(null));
        var error = Assert.Throws<TorchBasicsException>(() => table.Column("heigth"));
        Assert.Equal(
            (ErrorKind.Usage, "test.csv has no column 'heigth'; its columns are width, height, kind. Did you mean 'height'?"),
            (error.Kind, error.Message));
    }

    [Fact]
    public void Without_a_header_no_column_has_a_name()
    {
        var error = Assert.Throws<TorchBasicsException>(() => Parse("1,2").Column("x"));

        Assert.Contains("has no header", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_columns_than_are_read_are_refused_before_memory_is_taken_for_them()
    {
        Assert.Equal(CsvFile.MaximumColumns, Parse(Row(CsvFile.MaximumColumns)).ColumnCount);
        var bytes = Encoding.UTF8.GetBytes(Row(4_000_000));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<MalformedFileException>(() => CsvFile.Parse("test.csv", bytes));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, bytes.Length / 4);
        Assert.StartsWith("line 1: the row has more than 25000 fields", error.Reason, StringComparison.Ordinal);

        static string Row(int columns) => string.Join(',', Enumerable.Repeat('1', columns));
    }

    [Fact]
    public void A_reading_can_be_ended_at_any_moment()
    {
        using var source = new CancellationTokenSource();
        var table = CsvFile.Parse("test.csv", "1,2\n3,4\n"u8.ToArray(), header: null, source.Token);

        source.Cancel();

        Assert.Throws<OperationCanceledException>(
            () => CsvFile.Parse("test.csv", "1,2\n"u8.ToArray(), header: null, source.Token));
        Assert.Throws<OperationCanceledException>(() => table.Labels(1));
        Assert.Throws<OperationCanceledException>(() => table.Features(1));
    }

    [Fact]
    public void Any_table_written_with_quotes_is_read_again() =>
        Gen.Int[1, 5]
            .SelectMany(columns => Gen.String[Gen.Char["a1 ,;\"\r\n\té"], 0, 5].Array[columns].Array[1, 5]).Sample(rows =>
            {
                var text = string.Join("\r\n", rows.Select(row => string.Join(
                    ',', row.Select(field => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))));

                Assert.Equal(rows, Rows(Parse(text, header: false)));
            });

    [Fact]
    public void A_file_is_read_and_a_missing_one_is_explained()
    {
        File.WriteAllText(_folder.File("a.csv"), "1,2\n3,4\n");

        Assert.Equal(2, CsvFile.Read(_folder.File("a.csv")).RowCount);
        Assert.Equal(ErrorKind.Data, Assert.Throws<TorchBasicsException>(() => CsvFile.Read(_folder.File("none"))).Kind);
    }

    private static string[][] Rows(CsvTable table) =>
        [.. Enumerable.Range(0, table.RowCount)
            .Select(row => Enumerable.Range(0, table.ColumnCount).Select(column => table.Text(row, column)).ToArray())];

    private static CsvTable Parse(string text, bool? header = null) =>
        CsvFile.Parse("test.csv", Encoding.UTF8.GetBytes(text), header);
}
