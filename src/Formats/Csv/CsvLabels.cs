using System.Globalization;
using TorchBasics.Core;

namespace TorchBasics.Formats.Csv;

/// <summary>A column of a table as classes.</summary>
/// <param name="Indices">The class of each row, an index into <paramref name="Classes"/>.</param>
/// <param name="Classes">The names of the classes.</param>
public sealed record CsvLabels(IReadOnlyList<int> Indices, IReadOnlyList<string> Classes)
{
    /// <summary>Lets the column decide what its classes are: those that occur.</summary>
    /// <remarks>
    /// Whole numbers rise by value and are named without what does not count, so that "1", "01" and "1.0" are one class; texts
    /// rise by their letters.
    /// </remarks>
    internal static CsvLabels Of(CsvTable table, int column)
    {
        var texts = Texts(table, column);
        var numbers = Array.ConvertAll(texts, WholeNumber);
        return numbers.Contains(null)
            ? Of(texts, [.. texts.Distinct().Order(StringComparer.Ordinal)])
            : Of(
                Array.ConvertAll(numbers, number => Name(number!.Value)),
                [.. numbers.Distinct().Order().Select(number => Name(number!.Value))]);
    }

    /// <summary>Looks each label up among the classes that a network knows, as it is written, else as a whole number.</summary>
    internal static CsvLabels Of(CsvTable table, int column, IReadOnlyList<string> classes)
    {
        var places = Places(classes);
        var texts = Texts(table, column);
        var indices = new int[texts.Length];
        for (var row = 0; row < texts.Length; row++)
        {
            if (!places.TryGetValue(texts[row], out indices[row])
                && !(WholeNumber(texts[row]) is { } number && places.TryGetValue(Name(number), out indices[row])))
                throw table.Malformed(row, column, $"the label in {table.Describe(column)} is '{CsvTable.Shorten(texts[row])}', "
                    + "which is none of the network's classes "
                    + $"{CsvTable.Shorten(string.Join(", ", classes))}.{NearestName.Hint(texts[row], classes)}");
        }

        return new CsvLabels(indices, classes);
    }

    private static CsvLabels Of(string[] names, IReadOnlyList<string> classes)
    {
        var places = Places(classes);
        return new CsvLabels([.. names.Select(name => places[name])], classes);
    }

    private static Dictionary<string, int> Places(IReadOnlyList<string> classes)
    {
        var places = new Dictionary<string, int>(classes.Count);
        foreach (var (place, name) in classes.Index())
            places.TryAdd(name, place);
        return places;
    }

    private static string[] Texts(CsvTable table, int column)
    {
        var texts = new string[table.RowCount];
        for (var row = 0; row < texts.Length; row++)
        {
            texts[row] = table.Text(row, column).Trim();
            if (texts[row].Length == 0)
                throw table.Malformed(row, column, $"the label in {table.Describe(column)} is missing.");
        }

        return texts;
    }

    private static string Name(long number) => number.ToString(CultureInfo.InvariantCulture);

    // Above 2^53 a double no longer tells whole numbers apart.
    private static long? WholeNumber(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsInteger(number)
            && Math.Abs(number) <= 1L << 53 ? (long)number
        : null;
}
