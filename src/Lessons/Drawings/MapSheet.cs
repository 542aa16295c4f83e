using System.Xml.Linq;

namespace TorchBasics.Lessons.Drawings;

/// <summary>Several maps of one size on one sheet, with lines between them, such as kernels or feature maps.</summary>
/// <param name="maps">The maps [map][row, column].</param>
/// <param name="across">How many stand side by side.</param>
internal sealed class MapSheet(IReadOnlyList<double[,]> maps, int across)
{
    private const double LineShade = 0.35;

    private int Height => maps[0].GetLength(0);

    private int Width => maps[0].GetLength(1);

    /// <summary>A frame around some pixels of one map: map, first row, first column, rows, columns.</summary>
    public (int Map, int Row, int Column, int Rows, int Columns)? Window { get; init; }

    /// <summary>What a number tells whoever points at it: map, row, column.</summary>
    public Func<int, int, int, string?>? Tip { get; init; }

    /// <summary>The maps of an array.</summary>
    /// <param name="values">All numbers, the last axis fastest.</param>
    /// <param name="rows">Rows of a map.</param>
    /// <param name="columns">Columns of a map.</param>
    public static IReadOnlyList<double[,]> Cut(IReadOnlyList<double> values, int rows, int columns) =>
        [.. Enumerable.Range(0, values.Count / (rows * columns)).Select(map =>
        {
            var cut = new double[rows, columns];
            for (var row = 0; row < rows; row++)
                for (var column = 0; column < columns; column++)
                    cut[row, column] = values[(((map * rows) + row) * columns) + column];
            return cut;
        })];

    /// <summary>The sheet for a page.</summary>
    /// <param name="description">What a person who cannot see it should know.</param>
    public XElement Draw(string description) => Sheet().Draw(description);

    /// <summary>The sheet in letters.</summary>
    public IReadOnlyList<string> Lines() => Sheet().Lines();

    private PixelPicture Sheet()
    {
        var full = maps.SelectMany(map => map.Cast<double>()).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        var line = maps.Any(map => map.Cast<double>().Any(value => value < 0)) ? double.NaN : LineShade * full; // paper, or grey
        var down = (maps.Count + across - 1) / across;
        var sheet = new double[(down * (Height + 1)) - 1, (across * (Width + 1)) - 1];
        for (var y = 0; y < sheet.GetLength(0); y++)
            for (var x = 0; x < sheet.GetLength(1); x++)
                sheet[y, x] = Place(y, x) is var (map, row, column) ? maps[map][row, column] : line;
        var tip = Tip;
        return new(sheet)
        {
            Full = full,
            Window = Window is var (marked, top, left, rows, columns)
                ? ((marked / across * (Height + 1)) + top, (marked % across * (Width + 1)) + left, rows, columns)
                : null,
            Tip = tip is null ? null : (y, x) => Place(y, x) is var (map, row, column) ? tip(map, row, column) : null,
        };
    }

    // Null for what lies between maps, and behind the last one.
    private (int Map, int Row, int Column)? Place(int y, int x)
    {
        var (row, column) = (y % (Height + 1), x % (Width + 1));
        var map = (y / (Height + 1) * across) + (x / (Width + 1));
        return row < Height && column < Width && map < maps.Count ? (map, row, column) : null;
    }
}
