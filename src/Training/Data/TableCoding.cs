using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Csv;

namespace TorchBasics.Training.Data;

/// <summary>The columns of a table as features: which numbers stand for words and for empty fields.</summary>
/// <remarks>
/// A column of words becomes a number for each word of the training rows, in ordinal order: 1 where it stands, else 0. What
/// stands for an empty field is the mean, over the training rows that are not empty there, of each of these numbers.
/// </remarks>
internal static class TableCoding
{
    private const string MissingAdvice =
        "--missing mean puts the mean of the training rows there, --missing drop-row leaves such rows out.";

    private const string MissingRefusal = "The model was trained without --missing mean, and knows no number for that.";

    /// <summary>Refuses fields that no option says anything about: row by row, the first one.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns of the features.</param>
    /// <param name="options">What was said.</param>
    /// <exception cref="MalformedFileException">A field is empty or holds no number: kind Data.</exception>
    public static void Check(CsvTable table, IReadOnlyList<int> columns, DataOptions options)
    {
        var areWords = columns.Select(column => IsCategorical(table, column, options)).ToList();
        for (var row = 0; row < table.RowCount; row++)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                var column = columns[i];
                if (areWords[i] ? table.IsEmpty(row, column) : table.LacksNumber(row, column))
                {
                    if (options.Missing is null)
                        throw table.Malformed(row, column, $"the field in {table.Describe(column)} is empty"
                            + $"{(table.IsEmpty(row, column) ? "" : $" ('{table.Text(row, column).Trim()}')")}. "
                            + (options.IsForModel ? MissingRefusal : MissingAdvice));
                }
                else if (!areWords[i] && !table.HoldsNumber(row, column))
                {
                    throw table.Malformed(
                        row, column, $"{table.Describe(column)} holds '{table.Excerpt(row, column)}'; "
                            + "expected a number such as -1.5e3."
                            + (options.IsForModel ? "" : WordAdvice(table, column)));
                }
            }
        }
    }

    /// <summary>Leaves rows out that have an empty field.</summary>
    /// <param name="table">The table.</param>
    /// <param name="labels">The columns of labels or targets; all others are features.</param>
    /// <param name="options">What was said.</param>
    public static CsvTable WithoutEmptyFields(CsvTable table, IReadOnlyList<int> labels, DataOptions options)
    {
        var lacks = Enumerable.Range(0, table.ColumnCount).Select(column =>
            (labels.Contains(column) && options.Targets is null) || IsCategorical(table, column, options)
                ? (Func<int, bool>)(row => table.IsEmpty(row, column))
                : row => table.LacksNumber(row, column)).ToList();
        return table.Select(Enumerable.Range(0, table.RowCount).Where(row => !lacks.Exists(lacksOne => lacksOne(row))));
    }

    /// <summary>Finds how the columns become numbers.</summary>
    /// <param name="table">The table, which was checked.</param>
    /// <param name="columns">The columns of the features.</param>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="options">What was said.</param>
    /// <returns>Each column; null where all are numbers and none may be empty.</returns>
    /// <exception cref="TorchBasicsException">
    /// No training row has anything in a column, or words are too many: kind Data.
    /// </exception>
    public static IReadOnlyList<TableColumn>? Of(
        CsvTable table, IReadOnlyList<int> columns, IReadOnlyList<int> train, DataOptions options) =>
        options.Missing != MissingCells.Mean && options.Categorical is null
            ? null
            : [.. columns.Select(column => Of(table, column, train, options))];

    /// <summary>The features of all rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns of the features.</param>
    /// <param name="coding">How they become numbers; null where each is one.</param>
    /// <returns>Row by row; and how many fields held a word that is no category.</returns>
    /// <exception cref="MalformedFileException">A field is empty, and nothing stands for that, or is no number.</exception>
    public static (float[] Values, int Width, int Unknown) Read(
        CsvTable table, IReadOnlyList<int> columns, IReadOnlyList<TableColumn>? coding)
    {
        var width = coding?.Sum(column => column.Width) ?? columns.Count;
        var values = new float[(long)table.RowCount * width];
        var (next, unknown) = (0, 0);
        for (var row = 0; row < table.RowCount; row++)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                var length = coding?[i].Width ?? 1;
                if (coding is null)
                    values[next] = table.Feature(row, columns[i]);
                else if (!coding[i].TryRead(table, row, columns[i], values.AsSpan(next, length)))
                    unknown++;
                next += length;
            }
        }

        return (values, width, unknown);
    }

    private static TableColumn Of(CsvTable table, int column, IReadOnlyList<int> train, DataOptions options)
    {
        var name = table.Header?[column] ?? "";
        var (areWords, isFilled) = (IsCategorical(table, column, options), options.Missing == MissingCells.Mean);
        var known = train.Where(row => !(areWords ? table.IsEmpty(row, column) : table.LacksNumber(row, column))).ToList();
        if (known.Count == 0)
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"No training row of {table.Path} has anything in {table.Describe(column)}; take the column out of the file.");
        if (!areWords)
            return new(
                name, fill: isFilled ? [(float)known.Average(row => (double)table.Feature(row, column))] : null);
        var words = known.Select(row => table.Text(row, column).Trim()).ToList();
        var counts = words.GroupBy(word => word).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        if (counts.Count > DataOptions.MostCategories)
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"{table.Describe(column)} of {table.Path} holds {counts.Count:N0} different words; at most "
                + $"{DataOptions.MostCategories:N0} become numbers. Take the column out of the file, or put words together.");
        return new(
            name,
            [.. counts.Select(group => group.Key)],
            isFilled ? [.. counts.Select(group => (float)((double)group.Count() / words.Count))] : null);
    }

    private static bool IsCategorical(CsvTable table, int column, DataOptions options) =>
        options.Categorical is { } names && table.Header is { } header && names.Contains(header[column]);

    private static string WordAdvice(CsvTable table, int column) => table.Header?[column] is { Length: > 0 } name
        ? $" Where it names a category, --categorical {name} makes a number of each word."
        : " Where it names a category, name the columns in a first line, so that --categorical can say which one it is.";
}
