using TorchBasics.Formats.Csv;

namespace TorchBasics.Tests.Fuzz.Formats;

/// <summary>CSV: the table, its labels and its numbers.</summary>
internal sealed class CsvTarget : Target
{
    public override string Name => "csv";

    public override IReadOnlyList<byte[]> Seeds { get; } = Texts(
        "x,y,label\r\n1,-2.5e3,\"cat \"\"tom\"\"\"\r\n3,4,dog\r\n",
        "1;2;3\n4;5;6\n",
        "\uFEFFä\t\"b\nc\"\n1\t2",
        "0\n1\n2\n",
        "a,b\n\n1,2\r\n3,0\n");

    public override IReadOnlyList<byte[]> Words { get; } = Texts(
        "\"", "\"\"", "\r\n", "\n", "\r", "\t", ";", ",", "\uFEFF", "\0", "1e308", "1e-400", "1e39", "NaN", "Infinity", "-0",
        "+.5", " 1 ", "99999", "100000", "-1",
        "9223372036854775808", "\"a\nb\"", "ü", "\u00A0");

    public override void Parse(byte[] input)
    {
        var table = CsvFile.Parse("fuzz", input);
        for (var row = 0; row < table.RowCount; row++)
            for (var column = 0; column < table.ColumnCount; column++)
                table.Text(row, column);
        var labels = table.Labels(table.Column(null));
        if (labels.Indices.Count != table.RowCount || labels.Indices.Any(index => index < 0 || index >= labels.Classes.Count))
            throw Wrong($"a row has no label of {labels.Classes.Count} classes");
        if (!Array.TrueForAll(table.Features(table.ColumnCount - 1), float.IsFinite))
            throw Wrong("a feature is not finite");
    }
}
