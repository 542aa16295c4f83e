using System.Text;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Formats.Csv;

namespace TorchBasics.Tests.Managed.Formats.Csv;

public class ColumnFieldsTests
{
    private static readonly TableColumn Colour = new("colour", ["blue", "red"], [0.25f, 0.75f]);

    [Theory]
    [InlineData("red", true, 0f, 1f)]
    [InlineData(" blue ", true, 1f, 0f)]
    [InlineData("", true, 0.25f, 0.75f)]
    [InlineData("  ", true, 0.25f, 0.75f)]
    [InlineData("green", false, 0f, 0f)]
    [InlineData("NA", false, 0f, 0f)]
    [InlineData("Red", false, 0f, 0f)]
    public void A_word_is_1_in_its_own_place(string text, bool known, float blue, float red)
    {
        var numbers = new float[] { 9, 9 };

        Assert.Equal(known, Colour.TryRead(Table($"colour,size\n\"{text}\",1\n"), 0, 0, numbers));

        Assert.Equal([blue, red], numbers);
    }

    [Theory]
    [InlineData("2.5", 2.5f)]
    [InlineData("", 7f)]
    [InlineData("NA", 7f)]
    [InlineData("n/a", 7f)]
    [InlineData("NaN", 7f)]
    [InlineData("null", 7f)]
    [InlineData("?", 7f)]
    public void An_empty_field_of_numbers_is_the_number_of_the_model(string text, float expected)
    {
        var number = new float[1];

        Assert.True(new TableColumn("size", fill: [7]).TryRead(Table($"colour,size\nred,{text}\n"), 0, 1, number));

        Assert.Equal(expected, number[0]);
    }

    [Fact]
    public void An_empty_field_that_nothing_stands_for_is_an_error_with_its_line()
    {
        var error = Assert.Throws<MalformedFileException>(
            () => new TableColumn("size").TryRead(Table("colour,size\nred,1\nred,\n"), 1, 1, new float[1]));

        Assert.Contains(
            "line 3: the field in column 2 ('size') is empty, and the model knows no number for that", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_among_numbers_is_an_error()
    {
        var error = Assert.Throws<MalformedFileException>(
            () => new TableColumn("size", fill: [7]).TryRead(Table("colour,size\nred,big\n"), 0, 1, new float[1]));

        Assert.Contains("column 2 ('size') holds 'big'; expected a number", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_go_by_their_names_in_any_order()
    {
        var table = Table("size,name,colour\n3,x,red\nNA,y,green\n");
        var architecture = new Architecture("line", [3], new Linear("fc1", 3, 2));
        var model = new Model(architecture, WeightInitializer.Draw(architecture, seed: 1))
        {
            Table = [Colour, new("size", fill: [7])],
        };

        var columns = RowColumns.Of("t.csv", table, model);

        Assert.Equal([0f, 1, 3], columns.Sample(table, 0));
        Assert.Equal(0, columns.UnknownWords);
        Assert.Equal([0f, 0, 7], columns.Sample(table, 1));
        Assert.Equal(1, columns.UnknownWords);
        Assert.Equal("t.csv: not used, because the model was not trained on it: name.", columns.Note);
    }

    [Fact]
    public void Columns_without_names_go_by_their_places()
    {
        var table = Table("red,3\nblue,4\n");
        var architecture = new Architecture("line", [3], new Linear("fc1", 3, 2));
        var model = new Model(architecture, WeightInitializer.Draw(architecture, seed: 1))
        {
            Table = [Colour, new("size", fill: [7])],
        };

        Assert.Equal([1f, 0, 4], RowColumns.Of("t.csv", table, model).Sample(table, 1));
        Assert.Contains(
            "t.csv has 1 column; line takes rows of 2 fields: colour, size.",
            Assert.Throws<TorchBasicsException>(() => RowColumns.Of("t.csv", Table("1\n2\n"), model)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Chosen_rows_keep_their_lines()
    {
        var chosen = Table("a,b\n1,2\n3,4\n\n5,x\n").Select([2, 0]);

        Assert.Equal(["a", "b"], chosen.Header);
        Assert.Equal(2, chosen.RowCount);
        Assert.Equal((5, 2), (chosen.Number(0, 0), chosen.Number(1, 1)));
        Assert.Contains(
            "line 5", Assert.Throws<MalformedFileException>(() => chosen.Number(0, 1)).Message, StringComparison.Ordinal);
    }

    private static CsvTable Table(string text) => CsvFile.Parse("t.csv", Encoding.UTF8.GetBytes(text));
}
