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
    /// <param name="options">The label column and the split.</param>
    /// <param name="classes">The classes that labels are looked up among; null lets the file decide.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="TorchBasicsException">
    /// The file is damaged or too small, its label is a quantity, or a label is none of the classes: kind Data. It has no such
    /// label column: kind Usage.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was ended.</exception>
    public static DataSplit Load(
        string path, DataOptions options, IReadOnlyList<string>? classes = null, CancellationToken cancellation = default)
    {
        var table = CsvFile.Read(path, header: null, cancellation);
        if (table.RowCount < 2)
            throw Bad(
                $"{path} holds {Counted.Of(table.RowCount, "row")}; "
                + "at least 2 are needed, one to learn from and one to test by.");
        if (table.ColumnCount < 2)
            throw Bad(
                $"{path} holds one column; a label and at least one feature are needed, separated by commas, "
                + "semicolons or tabs.");
        var labelColumn = table.Column(options.LabelColumn);
        var labels = classes is null ? table.Labels(labelColumn) : table.Labels(labelColumn, classes);
        if (classes is null)
            CheckAreClasses(path, table.Describe(labelColumn), labels);
        var inputs = NamedArray.Of<float>("inputs", [table.RowCount, table.ColumnCount - 1], table.Features(labelColumn));
        var set = new SampleSet(Path.GetFileName(path), inputs, labels.Indices.ToArray(), labels.Classes)
        {
            FeatureNames = table.Header?.Where((_, column) => column != labelColumn).ToList(),
        };
        return Split(set, options) with { Notice = classes is null ? Gaps(set.Name, labels.Classes) : null };
    }

    private static DataSplit Split(SampleSet whole, DataOptions options)
    {
        var order = Enumerable.Range(0, whole.Count).ToArray();
        RandomGenerator.ForStream(options.Seed, "split").Shuffle<int>(order);
        var testCount = Math.Clamp(
            (int)Math.Round(whole.Count * options.TestShare, MidpointRounding.AwayFromZero), 1, whole.Count - 1);
        return new DataSplit(whole.Select(order.AsSpan(testCount)), whole.Select(order.AsSpan(0, testCount)));
    }

    // A network that is taught one class for each value of a quantity learns nothing, and without a word.
    private static void CheckAreClasses(string path, string column, CsvLabels labels)
    {
        const string Advice = "TorchBasics trains classifiers; --label-column NAME says which column holds the class.";
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
