using System.CommandLine;
using TorchBasics.Bindings.Libraries;

namespace TorchBasics.Cli.Parsing;

/// <summary>Options that every command takes.</summary>
internal static class GlobalOptions
{
    public static Option<string?> Libtorch { get; } = new("--libtorch")
    {
        HelpName = "DIR",
        Description = "Folder with libtorch, such as torch/lib of a Python installation (default: "
            + "TORCHBASICS_LIBTORCH, else the one that came along)",
        Recursive = true,
    };

    public static Option<OneDnnUse?> OneDnn { get; } = CreateOneDnn();

    public static Option<bool> Debug { get; } = new("--debug")
    {
        Description = "Show where in the program an error happened",
        Recursive = true,
    };

    /// <summary>One per command that can print JSON, with what it prints.</summary>
    public static Option<bool> Json(string what) => new("--json") { Description = $"Print {what} as JSON, and nothing else" };

    /// <summary>Whether somebody asks for JSON, who may have typed something that cannot be parsed.</summary>
    public static bool AsksForJson(IEnumerable<string> arguments) =>
        arguments.TakeWhile(word => word != "--").Any(word => word is "--json" or "--json-lines");

    private static Option<OneDnnUse?> CreateOneDnn()
    {
        var option = TypedOption.Word(
            "--onednn",
            "Whether libtorch computes with oneDNN; auto is yes if its numbers are right here (default: "
            + "TORCHBASICS_ONEDNN, else auto)",
            OneDnnWish.Words);
        option.Recursive = true;
        return option;
    }
}
