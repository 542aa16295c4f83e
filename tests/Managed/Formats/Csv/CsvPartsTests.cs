using CsCheck;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Csv;

namespace TorchBasics.Tests.Managed.Formats.Csv;

public sealed class CsvPartsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parts_of_any_size_hold_what_the_whole_holds_and_fail_where_it_fails()
    {
        string[] pieces = ["a", "1", "2.5", ",", ",", ";", "\n", "\n", "\r\n", "\"", "\"", "\"\"", "ü", " "];
        var path = _folder.File("random.csv");

        Gen.Select(Gen.Int[0, pieces.Length - 1].Select(index => pieces[index]).Array[0, 40], Gen.Int[1, 64])
            .Sample((words, size) =>
            {
                File.WriteAllText(path, string.Concat(words));

                var (whole, parts) = (Describe(() => [CsvFile.Read(path)]), Describe(() => CsvParts.Read(path, size)));

                // Of two faults, parts find the one that stands first in the file; the whole is looked at rule by rule.
                if (whole != parts)
                    Assert.True(parts.Fault >= 0 && parts.Fault < whole.Fault, $"{whole}\n{parts}");
            }, iter: 3000, threads: 1);
    }

    [Fact]
    public void No_part_is_larger_than_asked_for()
    {
        var path = _folder.File("long.csv");
        using (var writer = new StreamWriter(path))
        {
            writer.WriteLine("first,second");
            for (var i = 0; i < 100_000; i++)
                writer.WriteLine("12.5,-3.25");
        }

        var rows = CsvParts.Read(path, 1 << 16).Select(table => table.RowCount).ToList();

        Assert.Equal(100_000, rows.Sum());
        Assert.InRange(rows.Max(), 1, (1 << 16) / 11);
    }

    [Fact]
    public void Errors_in_later_parts_name_line_and_byte_of_the_file_and_the_column_of_its_header()
    {
        File.WriteAllText(_folder.File("rows.csv"), "width,height\n1,2\n3,4\n5,x\n");

        var error = Assert.Throws<MalformedFileException>(() => CsvParts.Read(_folder.File("rows.csv"), 4)
            .Sum(table => Enumerable.Range(0, table.RowCount).Sum(row => table.Feature(row, 1))));

        Assert.Equal(23, error.Offset);
        Assert.Equal("line 4: column 2 ('height') holds 'x'; expected a number such as -1.5e3.", error.Reason);
    }

    // Every field with the line of its row, and the names of the columns; or the error and its place. Rows before an error count
    // for nothing.
    private static (string Text, long Fault) Describe(Func<IEnumerable<CsvTable>> read)
    {
        try
        {
            var fields = new List<string>();
            foreach (var table in read())
            {
                fields.Add(fields.Count == 0 ? $"{table.ColumnCount}: {string.Join('|', table.Header ?? [])}" : "");
                var lines = table.Lines();
                for (var row = 0; row < table.RowCount; row++)
                    fields.Add($"{lines[row]}: "
                        + string.Join('|', Enumerable.Range(0, table.ColumnCount).Select(column => table.Text(row, column))));
            }

            return (string.Join('\n', fields.Where(field => field.Length > 0)), -1);
        }
        catch (MalformedFileException error)
        {
            return (error.Message, error.Offset);
        }
    }
}
