using System.CommandLine;
using Spectre.Console;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Training.Data;
using TorchBasics.Training.Data.Fetching;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics data list: what --data can name, and where it is.</summary>
internal static class DataListCommand
{
    public static Command Create(Screen screen)
    {
        var json = GlobalOptions.Json("the list");
        var command = new Command(
            "list", "List the data sets that --data can name, and where those kept as files were found") { json };
        command.SetAction(parsed => Run(screen, parsed.GetValue(json)));
        return command;
    }

    private static int Run(Screen screen, bool json)
    {
        IReadOnlyList<DataDetails> sets = [.. DataCatalog.Names.Select(Describe)];
        if (json)
        {
            screen.Json(new DataReport(sets), JsonForms.Data);
            return ExitCodes.Success;
        }

        var table = Tables.Create(("data set", ColumnKind.Name), ("what it is", ColumnKind.Prose), ("where", ColumnKind.Prose));
        foreach (var set in sets)
            table.AddRow(set.Name, set.Content, Markup.Escape(
                set.Folder ?? (set.IsFiles ? "not here; torchbasics data fetch " + set.Name : "built in")));
        screen.Write(table);
        LabelledText.Print(
            screen, "--data also takes a folder with the four files of MNIST, and a .csv file whose last column is the label.");
        return ExitCodes.Success;
    }

    private static DataDetails Describe(string name)
    {
        var isFiles = RemoteSet.All.Any(set => set.Name == name);
        return new(name, Content(name), isFiles, isFiles ? Find(name) : null);
    }

    private static string Content(string name) => name switch
    {
        "digits" => "70,000 drawn digits, 28 x 28",
        "mnist" => "70,000 written digits, 28 x 28",
        "fashion-mnist" => "70,000 pieces of clothing, 28 x 28",
        _ => $"truth table of {name.ToUpperInvariant()}, 4 rows",
    };

    private static string? Find(string name) => DataLocations.Candidates(name, folder: null)
        .FirstOrDefault(folder => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "train-images*").Any());
}
