using Spectre.Console;

namespace TorchBasics.Cli.Rendering;

/// <summary>Names and values in two columns; long values are continued below themselves.</summary>
internal static class Facts
{
    public static Grid Create()
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        return grid;
    }

    public static void Add(Grid grid, string name, string value) =>
        grid.AddRow(new Markup(name, new Style(decoration: Decoration.Bold)), new Text(Printable.OnOneLine(value)));
}
