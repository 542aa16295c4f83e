using TorchBasics.Training.Data;

namespace TorchBasics.Tests.Native.Training.Data;

public class TruthTablesTests
{
    [Theory]
    [InlineData("and")]
    [InlineData("or")]
    [InlineData("nand")]
    [InlineData("xor")]
    public void Each_row_holds_what_the_function_says(string name)
    {
        var table = TruthTables.Load(name).Train;

        for (var i = 0; i < 4; i++)
        {
            var (a, b) = (table.Sample<float>(i)[0] == 1, table.Sample<float>(i)[1] == 1);
            var expected = name switch { "and" => a && b, "or" => a || b, "nand" => !(a && b), _ => a != b };
            Assert.Equal(expected ? 1 : 0, table.Labels.Span[i]);
        }
    }

    [Fact]
    public void The_four_rows_are_all_different()
    {
        var table = TruthTables.Load("xor").Train;

        var rows = Enumerable.Range(0, table.Count).Select(i => (table.Sample<float>(i)[0], table.Sample<float>(i)[1]));

        Assert.Equal(4, rows.Distinct().Count());
    }
}
