namespace TorchBasics.Lessons.Parameters;

/// <summary>Numbers in rows and columns, such as a kernel: "1,0,-1;2,0,-2;1,0,-1".</summary>
/// <param name="Name">Its name.</param>
/// <param name="Start">What it begins with, of the same form.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Columns">How many columns.</param>
/// <param name="Minimum">The smallest number.</param>
/// <param name="Maximum">The largest number.</param>
public sealed record GridParameter(string Name, string Start, int Rows, int Columns, double Minimum, double Maximum)
    : Parameter(Name, Start)
{
    /// <inheritdoc/>
    public override string ExpectedIn(Texts texts) =>
        texts.Format("expected.grid", Rows, Columns, NumberParameter.Text(Minimum), NumberParameter.Text(Maximum));

    /// <inheritdoc/>
    public override string? Normalize(string text) => Parse(text) is { } values ? Text(values) : null;

    /// <summary>Numbers as a text.</summary>
    /// <param name="values">Rows and columns.</param>
    /// <returns>The text.</returns>
    public static string Text(double[,] values) => string.Join(
        ';', Enumerable.Range(0, values.GetLength(0)).Select(row => string.Join(
            ',', Enumerable.Range(0, values.GetLength(1)).Select(column => NumberParameter.Text(values[row, column])))));

    /// <summary>Reads the numbers; null where the text has another form.</summary>
    internal double[,]? Parse(string text)
    {
        var values = new double[Rows, Columns];
        var rows = text.Split(';');
        if (rows.Length != Rows)
            return null;
        for (var row = 0; row < Rows; row++)
        {
            var numbers = rows[row].Split(',');
            if (numbers.Length != Columns)
                return null;
            for (var column = 0; column < Columns; column++)
            {
                if (NumberParameter.Parse(numbers[column], Minimum, Maximum) is not { } value)
                    return null;
                values[row, column] = value;
            }
        }

        return values;
    }
}
