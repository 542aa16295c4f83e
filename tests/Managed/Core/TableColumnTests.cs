using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Tests.Managed.Core;

public class TableColumnTests
{
    [Fact]
    public void A_column_of_words_becomes_a_number_for_each()
    {
        var column = new TableColumn("colour", ["blue", "red"], [0.25f, 0.75f]);

        Assert.Equal(2, column.Width);
        Assert.Equal(["colour=blue", "colour=red"], column.Features);
        Assert.Equal(column, new TableColumn("colour", ["blue", "red"], [0.25f, 0.75f]));
        Assert.NotEqual(column, new TableColumn("colour", ["blue", "red"]));
    }

    [Fact]
    public void A_column_of_numbers_becomes_one()
    {
        var column = new TableColumn("width", fill: [3]);

        Assert.Equal(1, column.Width);
        Assert.Equal(["width"], column.Features);
    }

    [Theory]
    [InlineData(new string[0], null)]
    [InlineData(new[] { "a", "a" }, null)]
    [InlineData(new[] { "a", "b" }, new[] { 1f })]
    [InlineData(null, new[] { 1f, 2 })]
    [InlineData(null, new[] { float.NaN })]
    public void What_is_no_column_is_refused(string[]? categories, float[]? fill)
    {
        var error = Assert.Throws<TorchBasicsException>(() => new TableColumn("c", categories, fill));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.StartsWith("The column 'c' of a table has ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_columns_of_a_model_make_what_its_network_takes()
    {
        var architecture = new Architecture("line", [3], new Linear("fc1", 3, 2));
        var model = new Model(architecture, WeightInitializer.Draw(architecture, seed: 1));

        var fitting = model with { Table = [new("a"), new("b", ["x", "y"])] };
        var error = Assert.Throws<TorchBasicsException>(() => model with { Table = [new("a"), new("b", ["x", "y", "z"])] });

        Assert.Equal(2, fitting.Table!.Count);
        Assert.Equal("The columns of the table make 4 numbers; line takes samples [N, 3].", error.Message);
    }
}
