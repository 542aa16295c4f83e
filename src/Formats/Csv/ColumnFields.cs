using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.Csv;

/// <summary>Fields of a table as the numbers that a network takes for them.</summary>
public static class ColumnFields
{
    /// <summary>Reads a field.</summary>
    /// <param name="coding">How the column becomes numbers.</param>
    /// <param name="table">The table.</param>
    /// <param name="row">Row.</param>
    /// <param name="column">Column.</param>
    /// <param name="numbers">Where the numbers go, as many as the column becomes.</param>
    /// <returns>False where the field holds a word that is none of the categories: all its numbers are 0 then.</returns>
    /// <exception cref="MalformedFileException">
    /// The field is empty, and nothing stands for that, or holds no number where one is expected.
    /// </exception>
    public static bool TryRead(this TableColumn coding, CsvTable table, int row, int column, Span<float> numbers)
    {
        if (coding.Categories is null ? table.LacksNumber(row, column) : table.IsEmpty(row, column))
        {
            if (coding.Fill is not { } fill)
                throw table.Malformed(
                    row, column, $"the field in {table.Describe(column)} is empty, and the model knows no number for that: "
                        + "none was empty among the rows that it was trained on, or they were left out.");
            for (var i = 0; i < numbers.Length; i++)
                numbers[i] = fill[i];
            return true;
        }

        if (coding.Categories is not { } words)
        {
            numbers[0] = table.Feature(row, column);
            return true;
        }

        numbers.Clear();
        var text = table.Text(row, column).Trim();
        for (var i = 0; i < numbers.Length; i++)
            if (words[i] == text)
            {
                numbers[i] = 1;
                return true;
            }

        return false;
    }
}
