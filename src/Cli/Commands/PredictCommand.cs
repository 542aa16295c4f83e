using System.CommandLine;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Csv;
using TorchBasics.Kernels.Inference;
using TorchBasics.Pictures;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics predict FILE...: what a trained network says of pictures, and of the rows of CSV files.</summary>
internal static class PredictCommand
{
    private const int DefaultTop = 3;
    private const int MostErrors = 10; // rows of one file that are complained about one by one

    public static Command Create(Screen screen)
    {
        var files = new Argument<string[]>("FILE")
        {
            HelpName = "FILE",
            Description = "PNG or JPEG files, each with one digit, dark on light or light on dark, of any size, "
                + "or pictures like those of the folder that the network was trained on; folders of them; "
                + "or .csv files of rows, with the columns that the network was trained on, "
                + "in any order where a first line names them",
            Arity = ArgumentArity.OneOrMore,
        };
        var model = TypedOption.Text("--model", "Folder of a run, file of any format that 'import' reads, "
            + "or name of a model (default: the newest run under runs that takes such files)", "MODEL|FILE");
        var top = TypedOption.WholeNumber("--top", $"Classes to name, the most probable ones (default: {DefaultTop})");
        var show = new Option<bool>("--show")
        {
            Description = "Draw each picture as the network sees it: scaled and centred as MNIST is, or scaled as a whole "
                + "where it was trained on a folder of whole pictures, and deskewed where the network learnt from deskewed ones"
        };
        var json = GlobalOptions.Json("the answers");
        var command = new Command("predict", "Tell the most probable classes of pictures, "
            + "or of the rows of a .csv file, or the values that a regression gives for them") { files, model, top, show, json };
        command.SetAction(parsed =>
        {
            var most = parsed.GetValue(top) ?? DefaultTop;
            if (most < 1)
                throw new TorchBasicsException(ErrorKind.Usage, $"--top is {most}; expected at least 1.");
            var sources = PredictSource.Of(parsed.GetRequiredValue(files));
            var isShown = parsed.GetValue(show);
            if (isShown && sources.FirstOrDefault(source => source.IsRows) is { Path: var rows })
                throw new TorchBasicsException(
                    ErrorKind.Usage, $"--show draws pictures; {rows} holds rows of numbers. Leave it out.");
            var found = PredictModel.Find(screen, parsed.GetValue(model), sources);
            using var predictor = new Predictor(found);
            using var output = new PredictionOutput(screen, most, parsed.GetValue(json));
            return Run(screen, found, predictor, sources, output, isShown);
        });
        return command;
    }

    // A file that cannot be read does not keep the others from being answered.
    private static int Run(
        Screen screen, Model model, Predictor predictor, IReadOnlyList<PredictSource> sources, PredictionOutput output, bool show)
    {
        var code = ExitCodes.Success;
        foreach (var source in sources)
        {
            try
            {
                if (source.IsRows)
                    Rows(screen, model, predictor, source.Path, output);
                else
                    Picture(model, predictor, source.Path, output, show);
            }
            catch (TorchBasicsException error) when (error.Kind == ErrorKind.Data)
            {
                screen.Error(error.Message, (int)error.Kind);
                code = ExitCodes.Data;
            }
        }

        return code;
    }

    private static void Picture(Model model, Predictor predictor, string path, PredictionOutput output, bool show)
    {
        var picture = PictureClassifier.Prepare(model, PictureFile.Read(path), path);
        output.Picture(
            path,
            PictureClassifier.Rank(model, predictor, picture),
            show ? PictureClassifier.Seen(model, picture) : null);
    }

    private static void Rows(Screen screen, Model model, Predictor predictor, string path, PredictionOutput output)
    {
        RowColumns? columns = null;
        var (rows, failed) = (0L, 0L);
        foreach (var table in CsvFile.ReadInParts(path))
        {
            if (columns is null)
            {
                columns = RowColumns.Of(path, table, model);
                if (columns.Note is { } note)
                    screen.Note(note);
            }

            rows += table.RowCount;
            var lines = table.Lines();
            for (var row = 0; row < table.RowCount; row++)
            {
                try
                {
                    var sample = columns.Sample(table, row);
                    model.Normalization.ApplyInPlace(sample, model.Architecture.Input);
                    if (model.Targets is { } targets)
                        output.Row(path, lines[row], Values(model, targets, predictor, sample));
                    else
                        output.Row(path, lines[row], ClassRanking.Of(model, predictor, sample));
                }
                catch (MalformedFileException error)
                {
                    if (++failed <= MostErrors)
                        screen.Error(error.Message, (int)error.Kind);
                }
            }
        }

        if (columns?.UnknownWords is > 0 and var words)
            screen.Note($"{path}: {Counted.Of(words, "field")} {(words == 1 ? "holds a word" : "hold words")} that the model was "
                + "not trained on; such a field is none of the known words.");
        if (rows == 0)
            throw new TorchBasicsException(ErrorKind.Data, $"{path} names its columns and holds no row.");
        if (failed > 0)
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"{path}: {failed:N0} of {Counted.Of(rows, "row")} {(failed == 1 ? "was" : "were")} not answered.");
    }

    private static IReadOnlyList<PredictedValue> Values(
        Model model, TargetScale targets, Predictor predictor, ReadOnlySpan<float> sample)
    {
        var outputs = new float[targets.Names.Count];
        predictor.Run(sample, outputs);
        return Array.TrueForAll(outputs, float.IsFinite)
            ? [.. outputs.Select((output, target) => new PredictedValue(targets.Names[target], targets.Value(target, output)))]
            : throw new TorchBasicsException(ErrorKind.Failed, $"{model.Architecture.Name} gives no values: "
                + "its numbers exceed the range of single precision on this sample.");
    }
}
