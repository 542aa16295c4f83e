using TorchBasics.Cli.Rendering;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Csv;
using TorchBasics.Formats.Models;
using TorchBasics.Pictures;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Commands;

/// <summary>The model that "predict" asks.</summary>
internal static class PredictModel
{
    /// <summary>
    /// Finds the model: the one that was named, or that of the newest run which takes what the first file holds.
    /// </summary>
    /// <param name="screen">Where notes go.</param>
    /// <param name="named">What was typed; null for nothing.</param>
    /// <param name="sources">The files that it is asked about.</param>
    /// <exception cref="TorchBasicsException">There is none, or it does not take such files.</exception>
    public static Model Find(Screen screen, string? named, IReadOnlyList<PredictSource> sources)
    {
        var name = named ?? Newest(screen, sources[0].IsRows);
        var found = ModelLookup.Find(name);
        foreach (var note in found.Notes)
            screen.Note(note);
        foreach (var source in sources)
            CheckFits(name, found.Model, source);
        return found.Model;
    }

    private static void CheckFits(string name, Model model, PredictSource source)
    {
        if (!source.IsRows)
            PictureClassifier.CheckFits(name, model);
        else if (!RowColumns.Suit(model))
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{source.Path} holds rows of numbers; {name} holds {model.Architecture.Name}, which takes samples "
                + $"{model.Architecture.Input} and returns {model.Architecture.Output}. "
                + "--model names another one, such as a run that was trained on a .csv file.");
    }

    private static string Newest(Screen screen, bool rows)
    {
        foreach (var place in ModelPlace.Finished(TrainOptions.RunsFolder))
        {
            try
            {
                var model = ModelFile.Read(place.Path);
                if (rows ? RowColumns.Suit(model) : PictureClassifier.Suits(model))
                    return place.Path;
            }
            catch (TorchBasicsException error)
            {
                screen.Note($"A run is passed over, because its model cannot be read. {error.Message}");
            }
        }

        throw new TorchBasicsException(
            ErrorKind.Data,
            $"There is no finished run in the folder '{TrainOptions.RunsFolder}' here whose network takes "
            + $"{(rows ? "rows of numbers" : "pictures")}. "
            + $"'{ProgramName.ToType} train {(rows ? "mlp --data FILE.csv" : "lenet5")}' makes one; "
            + "--model names another place.");
    }
}
