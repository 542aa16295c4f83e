using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.Csv;

/// <summary>Which columns of a CSV file enter a network, and in which order.</summary>
/// <remarks>
/// By their names, where the model knows those that it was trained on and the file names its own: their order does not matter
/// then, and columns of other names are not used. Else by their places, and there must be as many as the network takes.
/// </remarks>
public sealed class RowColumns
{
    private readonly int[] _columns;

    private RowColumns(int[] columns, string? note) => (_columns, Note) = (columns, note);

    /// <summary>What a person should know of how the columns were chosen; null for nothing.</summary>
    public string? Note { get; }

    /// <summary>Whether a model takes rows of numbers and tells classes apart.</summary>
    /// <param name="model">The model.</param>
    /// <returns>Whether it does.</returns>
    public static bool Suit(Model model) =>
        model.Architecture is { Input.Count: 1, Output.Count: 1 } && model.ClassNames.Count == model.Architecture.ClassCount;

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
        var known = model.Columns is { } names && names.Count == model.Architecture.Input[0] && names.All(name => name.Length > 0)
            ? names
            : null;
        return known is not null && table.Header is not null
            ? ByName(path, table.Header, known)
            : ByPlace(path, table, model, known);
    }

    /// <summary>The sample in a row.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="row">Which one.</param>
    /// <returns>The numbers, in the order of the network's.</returns>
    /// <exception cref="MalformedFileException">A field holds no number; the message names file, line and column.</exception>
    public float[] Sample(CsvTable table, int row)
    {
        var sample = new float[_columns.Length];
        for (var i = 0; i < sample.Length; i++)
            sample[i] = table.Feature(row, _columns[i]);
        return sample;
    }

    private static RowColumns ByName(string path, IReadOnlyList<string> header, IReadOnlyList<string> known)
    {
        var places = new Dictionary<string, int>();
        for (var column = 0; column < header.Count; column++)
            places.TryAdd(header[column], column);
        if (known.FirstOrDefault(name => !places.ContainsKey(name)) is { } missing)
            throw Bad(
                $"{path} has no column '{missing}', which the model was trained on.{NearestName.Hint(missing, header)} Its "
                + $"columns are {Listed(header)}; the model takes {Listed(known)}.");
        var others = header.Where(name => !known.Contains(name)).ToList();
        return new(
            [.. known.Select(name => places[name])],
            others.Count == 0 ? null : $"{path}: not used, because the model was not trained on it: {Listed(others)}.");
    }

    private static RowColumns ByPlace(string path, CsvTable table, Model model, IReadOnlyList<string>? known)
    {
        var wanted = model.Architecture.Input[0];
        if (table.ColumnCount != wanted)
        {
            throw Bad(
                $"{path} has {Counted.Of(table.ColumnCount, "column")}; "
                + $"{model.Architecture.Name} takes rows of {Counted.Of(wanted, "number")}"
                    + (known is null
                        ? ". Leave out what is no feature, such as the label."
                        : $": {Listed(known)}. Name them in a first line, or leave out what is no feature, such as the label."));
        }

        var note = known is not null ? $"{path} names no columns; they were taken for {Listed(known)}, in this order."
            : table.Header is not null ? "The model does not know what its columns are called; "
                + $"those of {path} were taken in their order: {Listed(table.Header)}."
            : null;
        return new([.. Enumerable.Range(0, wanted)], note);
    }

    private static string Listed(IReadOnlyList<string> names)
    {
        const int Most = 12;
        var first = string.Join(", ", names.Take(Most));
        return names.Count > Most ? $"{first} and {names.Count - Most} more" : first;
    }

    private static TorchBasicsException Bad(string message) => new(ErrorKind.Data, message);
}
