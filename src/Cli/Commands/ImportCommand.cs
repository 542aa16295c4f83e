using System.CommandLine;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Export;
using TorchBasics.Models;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Data;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics import: a network from elsewhere as a TorchBasics model, which every other command takes.</summary>
internal static class ImportCommand
{
    private const string Ending = ".safetensors";

    public static Command Create(Screen screen)
    {
        var file = new Argument<string>("FILE")
        {
            HelpName = "FILE",
            Description = "ONNX, safetensors, PyTorch's state_dict (torch.save) or NumPy's npz; the content tells which. Nothing in it is executed",
        };
        var output = TypedOption.Text("--output", "The model file to write (default: name of FILE, ending in .safetensors)", "FILE");
        output.Aliases.Add("-o");
        var architecture = TypedOption.Text("--architecture", "Model whose arrays a file without a description holds (default: the only one of the catalogue that they fit)", "NAME");
        var mean = TypedOption.RealNumber("--mean", "Mean of the pixels between 0 and 1 that the network was trained with, such as 0.1307; with --std");
        var deviation = TypedOption.RealNumber("--std", "Their deviation, such as 0.3081");
        var black = TypedOption.RealNumber("--black", "Or: the value that pixel 0 enters the network with; with --white");
        var white = TypedOption.RealNumber("--white", "... and pixel 255");
        var classes = TypedOption.Text("--classes", "What the outputs stand for (default: what the file says, or 0, 1, 2 and so on)", "A,B,...");
        var json = GlobalOptions.Json("the report");
        var command = new Command("import", "Read a network that was made elsewhere and keep it as a TorchBasics model, to be checked, evaluated and trained on")
        {
            file, output, architecture, mean, deviation, black, white, classes, json,
        };
        command.SetAction(parsed =>
        {
            var options = new ImportOptions
            {
                Architecture = parsed.GetValue(architecture) is { } name ? ModelCatalog.Find(name).Architecture : null,
                Normalization = Preprocessing(parsed.GetValue(mean), parsed.GetValue(deviation), parsed.GetValue(black), parsed.GetValue(white)),
                ClassNames = parsed.GetValue(classes)?.Split(',', StringSplitOptions.TrimEntries),
            };
            var source = parsed.GetRequiredValue(file);
            var target = Target(source, parsed.GetValue(output));
            var model = ModelImport.Read(source, options); // a hostile file is refused before libtorch is loaded
            CheckClasses(model);
            NativeRuntime.Load(parsed.GetValue(GlobalOptions.Libtorch));
            foreach (var note in model.Notes)
                screen.Note(note);
            var import = ModelImport.Verify(source, model);
            var report = ModelExport.Write(model, target, ExportFormat.SafeTensors);
            ExportText.Print(screen, model, report with { Proof = [.. import, .. report.Proof] }, parsed.GetValue(json));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Normalization? Preprocessing(double? mean, double? deviation, double? black, double? white) => (mean, deviation, black, white) switch
    {
        (null, null, null, null) => null,
        ({ } m, { } d, null, null) => d > 0 ? Normalization.FromMean(m, d) : throw new TorchBasicsException(ErrorKind.Usage, $"--std is {d}; expected a number above 0."),
        (null, null, { } b, { } w) => Normalization.FromRange(new PixelRange((float)b, (float)w)),
        _ => throw new TorchBasicsException(ErrorKind.Usage, "Give --mean with --std, or --black with --white."),
    };

    private static string Target(string source, string? output)
    {
        if (output is not null)
            return output;
        var target = Path.GetFileNameWithoutExtension(source) + Ending;
        return File.Exists(target) ? throw new TorchBasicsException(ErrorKind.Usage, $"{target} exists already; --output names another file, or the same one to replace it.") : target;
    }

    private static void CheckClasses(ExchangedModel model)
    {
        var (names, classes) = (model.Info.ClassNames.Count, ModelInfo.ClassCount(model.Info.Architecture));
        if (names != classes)
            throw new TorchBasicsException(ErrorKind.Usage, $"There are {names} names of classes; the network tells {classes} apart.");
    }
}
