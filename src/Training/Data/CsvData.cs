using TorchBasics.Core;
using TorchBasics.Formats.Csv;

namespace TorchBasics.Training.Data;

/// <summary>A CSV file as a data set: one column holds the label, all others are features.</summary>
internal static class CsvData
{
    /// <summary>Reads a file and splits its rows at random into training and test set.</summary>
    /// <exception cref="TorchBasicsException">The file is damaged or too small: kind Data. It has no such label column: kind Usage.</exception>
    public static DataSplit Load(string path, DataOptions options)
    {
        var table = CsvFile.Read(path);
        if (table.RowCount < 2)
            throw Bad($"{path} holds {table.RowCount} rows; at least 2 are needed, one to learn from and one to test by.");
        if (table.ColumnCount < 2)
            throw Bad($"{path} holds one column; a label and at least one feature are needed, separated by commas, semicolons or tabs.");
        var labelColumn = table.Column(options.LabelColumn);
        var labels = table.Labels(labelColumn);
        var inputs = NamedArray.Of<float>("inputs", [table.RowCount, table.ColumnCount - 1], table.Features(labelColumn));
        return Split(new SampleSet(Path.GetFileName(path), inputs, labels.Indices.ToArray(), labels.Classes), options);
    }

    private static DataSplit Split(SampleSet whole, DataOptions options)
    {
        var order = Enumerable.Range(0, whole.Count).ToArray();
        RandomGenerator.ForStream(options.Seed, "split").Shuffle<int>(order);
        var testCount = Math.Clamp((int)Math.Round(whole.Count * options.TestShare, MidpointRounding.AwayFromZero), 1, whole.Count - 1);
        return new DataSplit(whole.Select(order.AsSpan(testCount)), whole.Select(order.AsSpan(0, testCount)));
    }

    private static TorchBasicsException Bad(string message) => new(ErrorKind.Data, message);
}
