using System.Xml.Linq;
using TorchBasics.Pages.Charts;

namespace TorchBasics.Lessons.Drawings;

/// <summary>Draws several matrices side by side in one drawing, each with a name above it.</summary>
internal sealed class MatrixBoard
{
    private const double NameHeight = 20, Gap = 10;

    private readonly List<(double Width, IReadOnlyList<(string Name, MatrixDrawing Matrix)> Items)> _columns = [];

    /// <summary>Adds a column of matrices, one below the other, to the right of those that are there.</summary>
    /// <param name="items">Names and matrices.</param>
    public MatrixBoard Add(params IReadOnlyList<(string Name, MatrixDrawing Matrix)> items)
    {
        _columns.Add((items.Max(item => Math.Max(item.Matrix.Width, 8.0 * item.Name.Length)), items));
        return this;
    }

    /// <summary>The drawing for a page.</summary>
    /// <param name="description">What a person who cannot see it should know.</param>
    public XElement Draw(string description)
    {
        var height = _columns.Max(column => column.Items.Sum(item => NameHeight + item.Matrix.Height)) + 4;
        var gap = Math.Max(Gap, (Svg.ChartWidth - 4 - _columns.Sum(column => column.Width)) / Math.Max(1, _columns.Count - 1));
        var svg = Svg.Drawing((int)height, description);
        var x = 2.0;
        foreach (var (width, items) in _columns)
        {
            var y = 0.0;
            foreach (var (name, matrix) in items)
            {
                svg.Add(Shapes.Text("axis", x, y + 14, name, "start", 13), matrix.Place(x, y + NameHeight));
                y += NameHeight + matrix.Height;
            }

            x += width + gap;
        }

        return svg;
    }

    /// <summary>The drawing in letters.</summary>
    public IReadOnlyList<string> Lines()
    {
        var columns = _columns.Select(column => column.Items.SelectMany(
            item => (IEnumerable<string>)[item.Name, .. item.Matrix.Lines()]).ToList()).ToList();
        var widths = columns.Select(column => column.Max(line => line.Length)).ToList();
        return [.. Enumerable.Range(0, columns.Max(column => column.Count)).Select(row => string.Join("   ", columns.Select(
            (column, index) => (row < column.Count ? column[row] : "").PadRight(widths[index]))).TrimEnd())];
    }
}
