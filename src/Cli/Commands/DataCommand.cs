using System.CommandLine;
using TorchBasics.Cli.Rendering;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics data: list, fetch, show.</summary>
internal static class DataCommand
{
    public static Command Create(Screen screen) => new("data", "List, download or look at data sets")
    {
        DataListCommand.Create(screen),
        DataFetchCommand.Create(screen),
        DataShowCommand.Create(screen),
    };
}
