using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Csv;
using TorchBasics.Training.Metrics;

namespace TorchBasics.Training.Data;

/// <summary>A CSV file as a data set: one column holds the label, all others are features.</summary>
internal static class CsvData
{
    /// <summary>The most classes that a file may bring: as many as a network may tell apart that is read from a file.</summary>

    /// <summary>Below this many rows nothing speaks against a class for each.</summary>
    private const int FewRows = 10;

    /// <summary>Reads a file and splits its rows at random into training and test set.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which columns are what, how they become numbers, and the split.</param>
    /// <param name="classes">The classes that labels are looked up among; null lets the file decide.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="TorchBasicsException">
    /// The file is damaged or too small, its label is a quantity, a label is none of the classes, or a field is empty or a word
    /// where options say nothing of such: kind Data. It has no such column, or options do not go together: kind Usage.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was ended.</exception>
    public static DataSplit Load(
        string path, DataOptions options, IReadOnlyList<string>? classes = null, CancellationToken cancellation = default)
    {
        var table = CsvFile.Read(path, header: null, cancellation);
        var labels = Labels(table, options);
        if (options.Missing == MissingCells.DropRow)
            table = TableCoding.WithoutEmptyFields(table, labels, options);
        if (table.RowCount < 2)
            throw Bad(
                $"{path} holds {Counted.Of(table.RowCount, "row")}"
                + $"{(options.Missing == MissingCells.DropRow ? " without an empty field" : "")}; "
                + "at least 2 are needed, one to learn from and one to test by.");
        var features = Enumerable.Range(0, table.ColumnCount).Except(labels).ToList();
        if (features.Count == 0)
            throw Bad(
                table.ColumnCount == 1
                    ? $"{path} holds one column; a label and at least one feature are needed, separated by commas, "
                        + "semicolons or tabs."
                    : $"Every column of {path} is a target; at least one feature is needed to tell them from.");
        var order = Order(table.RowCount, options);
        var coding = options.Table ?? Coding(table, features, order.Train, options);
        if (coding is not null && coding.Count != features.Count)
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"The model was trained on {Counted.Of(coding.Count, "column")}; {path} has {features.Count} beside the label.");
        var (values, width, unknown) = TableCoding.Read(table, features, coding);
        var inputs = NamedArray.Of<float>("inputs", [table.RowCount, width], values);
        var whole = options.Targets is null
            ? OfClasses(path, table, labels[0], inputs, classes)
            : OfTargets(path, table, labels, inputs, options.Targets);
        var set = whole.With(
            coding is not null ? [.. coding.SelectMany(column => column.Features)] : table.Header is { } header
                ? [.. features.Select(column => header[column])] : null,
            coding);
        return new DataSplit(set.Select(order.Train), set.Select(order.Test))
        {
            Notice = (classes is null && options.Targets is null ? Gaps(set.Name, set.ClassNames) : null)
                ?? (unknown == 0 ? null : $"{Counted.Of(unknown, "field")} of {set.Name} "
                    + $"{(unknown == 1 ? "holds a word" : "hold words")} that no training row has; "
                    + "such a field is none of the known words."),
        };
    }

    private static IReadOnlyList<int> Labels(CsvTable table, DataOptions options)
    {
        IReadOnlyList<int> labels = options.Targets is { } targets
            ? [.. targets.Select(name => table.Column(name))]
            : [table.Column(options.LabelColumn)];
        foreach (var name in options.Categorical ?? [])
            if (labels.Contains(table.Column(name)))
                throw new TorchBasicsException(
                    ErrorKind.Usage, options.Targets is null
                        ? $"The column '{name}' of {table.Path} is the label; --categorical is for the other columns."
                        : $"The column '{name}' of {table.Path} is a target; --categorical is for the other columns.");
        return labels;
    }

    private static SampleSet OfClasses(
        string path, CsvTable table, int column, NamedArray inputs, IReadOnlyList<string>? classes)
    {
        var labels = classes is null ? table.Labels(column) : table.Labels(column, classes);
        if (classes is null)
            CheckAreClasses(path, table.Describe(column), labels);
        return new SampleSet(Path.GetFileName(path), inputs, labels.Indices.ToArray(), labels.Classes);
    }

    private static SampleSet OfTargets(
        string path, CsvTable table, IReadOnlyList<int> columns, NamedArray inputs, IReadOnlyList<string> names)
    {
        var values = new float[table.RowCount * columns.Count];
        for (var row = 0; row < table.RowCount; row++)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                if (table.LacksNumber(row, columns[i]))
                    throw table.Malformed(
                        row, columns[i], $"the target in {table.Describe(columns[i])} is empty; "
                            + "--missing drop-row leaves such rows out.");
                values[(row * columns.Count) + i] = table.Feature(row, columns[i]);
            }
        }

        var targets = NamedArray.Of<float>("targets", [table.RowCount, columns.Count], values);
        return SampleSet.OfTargets(Path.GetFileName(path), inputs, targets, names);
    }

    private static IReadOnlyList<TableColumn>? Coding(
        CsvTable table, IReadOnlyList<int> features, IReadOnlyList<int> train, DataOptions options)
    {
        TableCoding.Check(table, features, options);
        return TableCoding.Of(table, features, train, options);
    }

    private static (int[] Train, int[] Test) Order(int rows, DataOptions options)
    {
        var order = Enumerable.Range(0, rows).ToArray();
        RandomGenerator.ForStream(options.Seed, "split").Shuffle<int>(order);
        var testCount = Math.Clamp(
            (int)Math.Round(rows * options.TestShare, MidpointRounding.AwayFromZero), 1, rows - 1);
        return (order[testCount..], order[..testCount]);
    }

    // A network that is taught one class for each value of a quantity learns nothing, and without a word.
    private static void CheckAreClasses(string path, string column, CsvLabels labels)
    {
        const string Advice =
            "--label-column NAME says which column holds the class; --targets NAME learns a quantity itself, by regression.";
        var (rows, classes) = (labels.Indices.Count, labels.Classes);
        if (classes.All(name => Number(name) is not null)
            && classes.FirstOrDefault(name => !double.IsInteger(Number(name)!.Value)) is { } broken)
        {
            throw Bad(
                $"The label in {column} of {path} is a quantity, not a class: it takes values such as {broken}. {Advice} "
                + "Numbers that do name classes are accepted with a word before them, such as 'size 2.5'.");
        }

        if (rows >= FewRows && 2 * classes.Count > rows)
            throw Bad(
                $"The label in {column} of {path} has {classes.Count:N0} different values in {rows:N0} rows; "
                + $"a class needs several rows to be learnt. {Advice}");
        if (classes.Count > ConfusionMatrix.MostClasses)
            throw Bad(
                $"The label in {column} of {path} has {classes.Count:N0} different values; "
                + $"at most {ConfusionMatrix.MostClasses:N0} classes are accepted. {Advice}");
    }

    // "nan" is a number that is not whole; a word is none.
    private static double? Number(string name) =>
        double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Of the labels 0, 1 and 3 one may have been forgotten; -1 and 1 are a usual pair.
    private static string? Gaps(string name, IReadOnlyList<string> classes) =>
        Number(classes[0]) is { } first && Number(classes[^1]) is { } last && classes.All(text => Number(text) is not null)
        && first >= 0 && last - first >= classes.Count
            ? $"The labels of {name} are whole numbers from {classes[0]} to {classes[^1]}, of which {classes.Count:N0} occur; "
                + "only these are classes."
            : null;

    private static TorchBasicsException Bad(string message) => new(ErrorKind.Data, message);
}
