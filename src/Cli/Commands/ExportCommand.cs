using System.CommandLine;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Core.Errors;
using TorchBasics.Export;
using TorchBasics.Export.Onnx;
using TorchBasics.Formats;
using TorchBasics.Formats.Kinds;
using TorchBasics.OnnxRuntime;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics export: a trained network as a file for other programs, proven to compute the same.</summary>
internal static class ExportCommand
{
    private static readonly Dictionary<string, FileKind> Formats = Enum.GetValues<FileKind>()
        .ToDictionary(kind => FileKindName.Of(kind).Word);

    private static readonly Dictionary<string, Judge> Judges = new() { ["onnxruntime"] = Judge.OnnxRuntime };

    private enum Judge
    {
        OnnxRuntime,
    }

    public static Command Create(Screen screen)
    {
        var model = new Argument<string>("MODEL")
        {
            HelpName = "MODEL",
            Description = "Folder of a run, file of any format that 'import' reads, or name of a model: "
                + "of its newest run under runs, or of one with fixed weights",
        };
        var output = TypedOption.Text(
            "--output", "The file to write (default: name of the network with the ending of the format)", "FILE");
        output.Aliases.Add("-o");
        var format = TypedOption.Word(
            "--format",
            "What to write (default: what the ending of --output says: .onnx, .safetensors, .pt, .pth or .npz)",
            Formats);
        var softmax =
            new Option<bool>("--softmax") { Description = "ONNX: end with a softmax, so that the output is probabilities" };
        var preprocessing = new Option<bool>("--include-preprocessing")
        {
            Description = "ONNX: begin with the preprocessing, and end with a softmax where there are classes: "
                + "raw values in (pixels as bytes), probabilities out"
        };
        var set = TypedOption.WholeNumber("--opset", $"ONNX: version of the operators, {OnnxExportOptions.OldestOperatorSet} or "
            + $"{OnnxExportOptions.NewestOperatorSet} (default: {OnnxExportOptions.OldestOperatorSet})");
        var judge = TypedOption.Word(
            "--verify-with", "ONNX: ask another program, too, whether the file computes the same", Judges);
        var initial = TypedOption.Seed(
            "--initial", "Export the weights with which training begins under this seed, instead of trained ones");
        var json = GlobalOptions.Json("the report");
        var command = new Command("export", "Write a network for other programs; "
            + "the file is read back and must compute the same within rounding, or it does not appear")
        {
            model, output, format, softmax, preprocessing, set, judge, initial, json,
        };
        command.SetAction(parsed =>
        {
            var target = ExportTarget.Of(parsed.GetValue(output), parsed.GetValue(format));
            if (target.Format is { } known && known != FileKind.Onnx)
                RefuseOnnxOnly(parsed, known, [softmax, preprocessing, set, judge]);
            using var named = target.Path is { } file ? OutputFile.Prepare(file) : null;
            var options = new ExportOptions
            {
                Onnx = new OnnxExportOptions
                {
                    OperatorSet = parsed.GetValue(set) ?? OnnxExportOptions.OldestOperatorSet,
                    Softmax = parsed.GetValue(softmax),
                    IncludePreprocessing = parsed.GetValue(preprocessing),
                },
                VerifyWith = parsed.GetValue(judge) == Judge.OnnxRuntime ? new OnnxRuntimeBackend() : null,
            };
            var found = ModelLookup.Find(parsed.GetRequiredValue(model), parsed.GetValue(initial), " '--initial 1' takes the "
                + "weights with which its training begins.");
            foreach (var note in found.Notes)
                screen.Note(note);
            var (path, kind) = target.Complete(found.Model.Architecture.Name);
            return Interruption.Guard(screen, $"{path} was not written.", cancellation =>
            {
                ExportText.Print(
                    screen,
                    ModelExport.Write(found.Model, path, kind, options with { Cancellation = cancellation }),
                    parsed.GetValue(json));
                return ExitCodes.Success;
            });
        });
        return command;
    }

    private static void RefuseOnnxOnly(ParseResult parsed, FileKind format, IReadOnlyList<Option> options)
    {
        if (options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } useless)
            throw new TorchBasicsException(ErrorKind.Usage, $"{useless.Name} is for ONNX files; a {format} file holds weights, "
                + "and nothing that is computed with them. Leave it out, or choose --format onnx.");
    }
}
