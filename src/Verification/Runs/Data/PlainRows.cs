using TorchBasics.Core;
using TorchBasics.Formats.Csv;
using TorchBasics.Reference.Learning;
using TorchBasics.Training.Data;

namespace TorchBasics.Verification.Runs.Data;

/// <summary>The rows of a CSV file, read and divided once more from where they stand.</summary>
/// <param name="table">The rows.</param>
/// <param name="options">What the run was told of them.</param>
/// <param name="known">How columns become numbers where the run did not find it out itself; null where it did.</param>
internal sealed class PlainRows(CsvTable table, DataOptions options, IReadOnlyList<TableColumn>? known)
{
    private static readonly string[] NoNumber = ["", "na", "n/a", "nan", "null", "?"];

    /// <summary>Reads both parts.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What the run was told of it.</param>
    /// <param name="classes">What the outputs of the network stand for.</param>
    /// <param name="known">How columns become numbers where the run did not find it out itself; null where it did.</param>
    public static PlainData Read(
        string path, DataOptions options, IReadOnlyList<string> classes, IReadOnlyList<TableColumn>? known) =>
        new PlainRows(CsvFile.Read(path), options, known).Read(classes);

    private PlainData Read(IReadOnlyList<string> classes)
    {
        var label = table.Column(options.LabelColumn);
        var columns = Enumerable.Range(0, table.ColumnCount).ToList();
        columns.Remove(label);
        var rows = Enumerable.Range(0, table.RowCount).ToList();
        if (options.Missing == MissingCells.DropRow)
            rows.RemoveAll(row => table.IsEmpty(row, label) || columns.Exists(column => Lacks(row, column)));
        var order = SampleSequence.Split(options.Seed, rows.Count);
        var test = Math.Clamp(
            (int)Math.Round(options.TestShare * rows.Count, MidpointRounding.AwayFromZero), 1, rows.Count - 1);
        var train = Array.ConvertAll(order[test..], place => rows[place]);
        var numbers = columns.Select((column, place) => Numbers(column, train, known?[place])).ToList();
        var features = rows.SelectMany(row => numbers.SelectMany(number => number(row))).ToArray();
        var all = table.Labels(label, classes).Indices;
        var whole = new PlainSet(
            [features.Length / rows.Count], pixels: null, features, [.. rows.Select(row => all[row])]);
        return new(whole.Select(order[test..]), null, whole.Select(order[..test]), classes.Count);
    }

    // What a row has in a column, as the network takes it.
    private Func<int, IEnumerable<float>> Numbers(int column, int[] train, TableColumn? given)
    {
        var there = train.Where(row => !Lacks(row, column)).ToList();
        if (!IsOfWords(column))
        {
            var sum = 0.0;
            foreach (var row in there)
                sum += (float)table.Number(row, column);
            var mean = given?.Fill?[0] ?? (float)(sum / there.Count);
            return row => [Lacks(row, column) ? mean : (float)table.Number(row, column)];
        }

        var words = given?.Categories?.ToList()
            ?? [.. there.Select(row => Word(row, column)).Distinct().Order(StringComparer.Ordinal)];
        var shares = given?.Fill?.ToList()
            ?? words.ConvertAll(word => (float)(there.Count(row => Word(row, column) == word) / (double)there.Count));
        return row => Lacks(row, column) ? shares : words.Select(word => Word(row, column) == word ? 1f : 0);
    }

    private bool IsOfWords(int column) => options.Categorical?.Contains(table.Header![column]) == true;

    private bool Lacks(int row, int column) =>
        IsOfWords(column) ? Word(row, column).Length == 0 : NoNumber.Contains(Word(row, column).ToLowerInvariant());

    private string Word(int row, int column) => table.Text(row, column).Trim();
}
