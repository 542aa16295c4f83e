using System.CommandLine;
using System.Globalization;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Export;
using TorchBasics.Formats;
using TorchBasics.Formats.Kinds;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics import: a network from elsewhere as a TorchBasics model, which every other command takes.</summary>
internal static class ImportCommand
{
    public static Command Create(Screen screen)
    {
        var file = new Argument<string>("FILE")
        {
            HelpName = "FILE",
            Description = "ONNX, safetensors, PyTorch's state_dict (torch.save) or NumPy's npz; the content tells which. "
                + "Nothing in it is executed",
        };
        var output = TypedOption.Text(
            "--output", "The model file to write (default: name of FILE, ending in .safetensors)", "FILE");
        output.Aliases.Add("-o");
        var architecture = TypedOption.Text(
            "--architecture",
            "Model whose arrays a file without a description holds (default: the only one of the catalogue that they fit)",
            "NAME");
        var mean = TypedOption.RealNumber(
            "--mean", "Mean of the pixels between 0 and 1 that the network was trained with, such as 0.1307; with --std");
        var deviation = TypedOption.RealNumber("--std", "Their deviation, such as 0.3081");
        var black = TypedOption.RealNumber("--black", "Or: the value that pixel 0 enters the network with; with --white");
        var white = TypedOption.RealNumber("--white", "... and pixel 255");
        var classes = TypedOption.Text(
            "--classes", "What the outputs stand for (default: what the file says, or 0, 1, 2 and so on)", "A,B,...");
        var json = GlobalOptions.Json("the report");
        var command = new Command("import", "Read a network that was made elsewhere and keep it as a TorchBasics model, "
            + "to be checked, evaluated, trained further and exported")
        {
            file, output, architecture, mean, deviation, black, white, classes, json,
        };
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(architecture) is { } name ? ModelCatalog.Find(name).Architecture : null;
            var options = new ImportOptions
            {
                Architecture = wanted,
                Normalization = Preprocessing(
                    parsed.GetValue(mean), parsed.GetValue(deviation), parsed.GetValue(black), parsed.GetValue(white)),
                ClassNames = parsed.GetValue(classes)?.Split(',', StringSplitOptions.TrimEntries),
            };
            var source = parsed.GetRequiredValue(file);
            var target = Target(source, parsed.GetValue(output));
            using var place = OutputFile.Prepare(target);
            var imported = ModelImport.Read(source, options);
            CheckArchitecture(source, imported.Model, wanted);
            CheckClasses(imported.Model);
            foreach (var note in imported.Notes)
                screen.Note(note);
            return Interruption.Guard(screen, $"{target} was not written.", cancellation =>
            {
                var import = ModelImport.Verify(imported, cancellation);
                var report = ModelExport.Write(
                    imported.Model, target, FileKind.SafeTensors, new ExportOptions { Cancellation = cancellation });
                ExportText.Print(screen, report with { Proof = [.. import, .. report.Proof] }, parsed.GetValue(json));
                return ExitCodes.Success;
            });
        });
        return command;
    }

    private static Normalization? Preprocessing(double? mean, double? deviation, double? black, double? white) =>
        (mean, deviation, black, white) switch
        {
            (null, null, null, null) => null,
            ({ } m, { } d, null, null) =>
                float.IsFinite((float)(m / d)) && d > 0 && float.IsFinite((float)(1 / (byte.MaxValue * d)))
                    ? Normalization.FromMean(m, d)
                    : throw new TorchBasicsException(ErrorKind.Usage, string.Create(
                        CultureInfo.InvariantCulture,
                        $"--mean is {m} and --std is {d}; expected a finite mean, "
                        + $"and a deviation above 0 that is not as small as to make pixels infinite.")),
            (null, null, { } b, { } w) => float.IsFinite((float)b) && float.IsFinite((float)w) && (float)b != (float)w
                ? Normalization.FromRange(new PixelRange((float)b, (float)w))
                : throw new TorchBasicsException(ErrorKind.Usage, FormattableString.Invariant(
                    $"--black is {b} and --white is {w}; expected two different finite numbers of single precision.")),
            _ => throw new TorchBasicsException(ErrorKind.Usage, "Give --mean with --std, or --black with --white."),
        };

    private static string Target(string source, string? output)
    {
        if (output is null)
            return ExportTarget.Unused(Path.GetFileNameWithoutExtension(source) + ".safetensors");
        return FileKindName.OfEnding(output) is null or FileKind.SafeTensors ? output : throw new TorchBasicsException(
            ErrorKind.Usage, $"'import' writes safetensors; the ending of {output} says another format. "
                + $"'torchbasics export {source} -o {output}' writes that.");
    }

    private static void CheckArchitecture(string source, Model model, Architecture? wanted)
    {
        if (wanted is not null && model.Architecture.Name != wanted.Name)
            throw new TorchBasicsException(ErrorKind.Usage, $"{source} says itself what network it holds, "
                + $"{model.Architecture.Name}; --architecture says {wanted.Name}. Leave it out.");
    }

    private static void CheckClasses(Model model)
    {
        var (names, classes) = (model.ClassNames, model.Architecture.ClassCount);
        if (names.Count != classes)
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"There {(names.Count == 1 ? "is 1 name of a class" : $"are {names.Count} names of classes")}; "
                + $"the network tells {classes} apart.");
        if (names.Any(string.IsNullOrWhiteSpace))
            throw new TorchBasicsException(ErrorKind.Usage, "The name of a class is empty; --classes gives each one a name.");
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { Key: var twice })
            throw new TorchBasicsException(
                ErrorKind.Usage, $"Two classes are called '{twice}'; --classes gives each one a name of its own.");
    }
}
