using Spectre.Console;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;

namespace TorchBasics.Cli.Rendering;

/// <summary>Models as tables.</summary>
internal static class ModelTables
{
    public static Table List(IEnumerable<ModelEntry> entries)
    {
        var table = Tables.Create(("model", ColumnKind.Name), ("parameters", ColumnKind.Number), ("data", ColumnKind.Name),
            ("what it is", ColumnKind.Prose));
        foreach (var entry in entries)
            table.AddRow(entry.Name, $"{entry.Architecture.ParameterCount:N0}", entry.Recipe?.Data ?? "", entry.Title);
        return table;
    }

    public static Table Layers(Architecture architecture)
    {
        var table = Tables.Create(
            ("layer", ColumnKind.Name), ("kind", ColumnKind.Name), ("output", ColumnKind.Name),
            ("parameters", ColumnKind.Number), ("multiply-adds", ColumnKind.Number), ("sees", ColumnKind.Number));
        foreach (var row in architecture.Summarize())
        {
            table.AddRow(
                Markup.Escape(row.Name ?? ""),
                row.Kind,
                Markup.Escape($"{row.Output}"),
                Count(row.Parameters),
                Count(row.MultiplyAdds),
                row.ReceptiveField is { } field ? $"{field}" : "all");
        }

        table.AddEmptyRow();
        table.AddRow("total", "", "", Count(architecture.ParameterCount), Count(architecture.MultiplyAdds), "");
        return table;
    }

    private static string Count(long count) => count == 0 ? "" : $"{count:N0}";
}
