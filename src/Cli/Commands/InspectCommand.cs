using System.CommandLine;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Export.Inspection;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics inspect FILE: what a model file holds, without loading libtorch.</summary>
internal static class InspectCommand
{
    public static Command Create(Screen screen)
    {
        var file = new Argument<string>("FILE")
        {
            HelpName = "FILE",
            Description = "An .onnx, .safetensors, .pt or .npz file; its content decides, not its name"
        };
        var json = GlobalOptions.Json("what the file holds");
        var command = new Command("inspect", "Show what a model file holds: graph, arrays, metadata, hashes") { file, json };
        command.SetAction(parsed => Run(screen, parsed.GetRequiredValue(file), parsed.GetValue(json)));
        return command;
    }

    private static int Run(Screen screen, string path, bool json)
    {
        var inspection = FileInspection.Of(path);
        if (json)
            screen.Json(inspection, JsonForms.Inspect);
        else
            InspectionText.Print(screen, inspection);
        return ExitCodes.Success;
    }
}
