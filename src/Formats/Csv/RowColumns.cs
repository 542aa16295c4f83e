using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.Csv;

/// <summary>Which columns of a CSV file enter a network, and in which order.</summary>
/// <remarks>
/// By their names, where the model knows those that it was trained on and the file names its own: their order does not matter
/// then, and columns of other names are not used. Else by their places, and there must be as many as the network takes. Where
/// the model says how a column becomes numbers, an empty field and a word become those.
/// </remarks>
public sealed class RowColumns
{
    private readonly int[] _columns;
    private readonly IReadOnlyList<TableColumn>? _table;

    private RowColumns(int[] columns, IReadOnlyList<TableColumn>? table, string? note) =>
        (_columns, _table, Note) = (columns, table, note);

    /// <summary>What a person should know of how the columns were chosen; null for nothing.</summary>
    public string? Note { get; }

    /// <summary>How many fields so far held a word that the model was not trained on; they are none of its categories.</summary>
    public long UnknownWords { get; private set; }

    /// <summary>Whether a model takes rows of numbers, and tells classes apart or says what its outputs stand for.</summary>
    /// <param name="model">The model.</param>
    /// <returns>Whether it does.</returns>
    public static bool Suit(Model model) =>
        model.Architecture is { Input.Count: 1, Output.Count: 1 }
        && (model.Targets is not null || model.ClassNames.Count == model.Architecture.ClassCount);

    /// <summary>Chooses the columns.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="table">Its rows, or the first ones.</param>
    /// <param name="model">The model, which takes rows.</param>
    /// <returns>The choice.</returns>
    /// <exception cref="TorchBasicsException">
    /// A column is missing, or there are more or fewer than the network takes: kind Data.
    /// </exception>
    public static RowColumns Of(string path, CsvTable table, Model model)
    {
        var given = model.Table?.Select(column => column.Name).ToList() ?? model.Columns;
        var wanted = model.Table?.Count ?? model.Architecture.Input[0];
        var known = given is { } names && names.Count == wanted && names.All(name => name.Length > 0) ? names : null;
        var (columns, note) = known is not null && table.Header is not null
            ? ByName(path, table.Header, known)
            : ByPlace(path, table, model, wanted, known);
        return new(columns, model.Table, note);
    }

    /// <summary>The sample in a row.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="row">Which one.</param>
    /// <returns>The numbers, in the order of the network's.</returns>
    /// <exception cref="MalformedFileException">A field holds no number; the message names file, line and column.</exception>
    public float[] Sample(CsvTable table, int row)
    {
        if (_table is null)
            return Array.ConvertAll(_columns, column => table.Feature(row, column));
        var sample = new float[_table.Sum(column => column.Width)];
        var next = 0;
        foreach (var (column, coding) in _columns.Zip(_table))
        {
            if (!coding.TryRead(table, row, column, sample.AsSpan(next, coding.Width)))
                UnknownWords++;
            next += coding.Width;
        }

        return sample;
    }

    private static (int[] Columns, string? Note) ByName(string path, IReadOnlyList<string> header, IReadOnlyList<string> known)
    {
        var places = new Dictionary<string, int>();
        for (var column = 0; column < header.Count; column++)
            places.TryAdd(header[column], column);
        if (known.FirstOrDefault(name => !places.ContainsKey(name)) is { } missing)
            throw Bad(
                $"{path} has no column '{missing}', which the model was trained on.{NearestName.Hint(missing, header)} Its "
                + $"columns are {Listed(header)}; the model takes {Listed(known)}.");
        var others = header.Where(name => !known.Contains(name)).ToList();
        return (
            [.. known.Select(name => places[name])],
            others.Count == 0 ? null : $"{path}: not used, because the model was not trained on it: {Listed(others)}.");
    }

    private static (int[] Columns, string? Note) ByPlace(
        string path, CsvTable table, Model model, int wanted, IReadOnlyList<string>? known)
    {
        if (table.ColumnCount != wanted)
        {
            throw Bad(
                $"{path} has {Counted.Of(table.ColumnCount, "column")}; "
                + $"{model.Architecture.Name} takes rows of {Counted.Of(wanted, model.Table is null ? "number" : "field")}"
                    + (known is null
                        ? ". Leave out what is no feature, such as the label."
                        : $": {Listed(known)}. Name them in a first line, or leave out what is no feature, such as the label."));
        }

        var note = known is not null ? $"{path} names no columns; they were taken for {Listed(known)}, in this order."
            : table.Header is not null ? "The model does not know what its columns are called; "
                + $"those of {path} were taken in their order: {Listed(table.Header)}."
            : null;
        return ([.. Enumerable.Range(0, wanted)], note);
    }

    private static string Listed(IReadOnlyList<string> names)
    {
        const int Most = 12;
        var first = string.Join(", ", names.Take(Most));
        return names.Count > Most ? $"{first} and {names.Count - Most} more" : first;
    }

    private static TorchBasicsException Bad(string message) => new(ErrorKind.Data, message);
}
