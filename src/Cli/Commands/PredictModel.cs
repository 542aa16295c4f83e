using TorchBasics.Cli.Rendering;
using TorchBasics.Core;
using TorchBasics.Export;
using TorchBasics.Formats.Models;
using TorchBasics.Training.Imaging;
using TorchBasics.Training.Inference;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Commands;

/// <summary>The network that "predict" asks.</summary>
/// <param name="Name">What messages call it: what was typed, or its file.</param>
/// <param name="Model">The network.</param>
internal sealed record PredictModel(string Name, ExchangedModel Model)
{
    /// <summary>Finds the network: the one that was named, or that of the newest run which takes what the first file holds.</summary>
    /// <param name="screen">Where notes go.</param>
    /// <param name="named">What was typed; null for nothing.</param>
    /// <param name="sources">The files that it is asked about.</param>
    /// <exception cref="TorchBasicsException">There is none, or it does not take such files.</exception>
    public static PredictModel Find(Screen screen, string? named, IReadOnlyList<PredictSource> sources)
    {
        var name = named ?? Newest(screen, sources[0].IsRows);
        var found = new PredictModel(name, ModelLookup.Find(name));
        foreach (var note in found.Model.Notes)
            screen.Note(note);
        foreach (var source in sources)
            found.CheckFits(source);
        return found;
    }

    private void CheckFits(PredictSource source)
    {
        var info = Model.Info;
        if (!source.IsRows)
            PictureClassifier.CheckFits(Name, info);
        else if (!RowColumns.Suit(info))
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{source.Path} holds rows of numbers; {Name} holds {info.Architecture.Name}, which takes samples {info.Architecture.Input} and returns {info.Architecture.Output}. --model names another one, such as a run that was trained on a .csv file.");
    }

    private static string Newest(Screen screen, bool rows)
    {
        foreach (var saved in SavedModel.Finished(TrainOptions.RunsFolder))
        {
            try
            {
                var (info, _) = ModelFile.Read(saved.Path);
                if (rows ? RowColumns.Suit(info) : PictureClassifier.Suits(info))
                    return saved.Path;
            }
            catch (TorchBasicsException error)
            {
                screen.Note($"A run is passed over, because its model cannot be read. {error.Message}");
            }
        }

        throw new TorchBasicsException(
            ErrorKind.Data,
            $"There is no finished run in the folder '{TrainOptions.RunsFolder}' here whose network takes {(rows ? "rows of numbers" : "pictures")}. "
            + $"'{ProgramName.ToType} train {(rows ? "mlp --data FILE.csv" : "lenet5")}' makes one; --model names another place.");
    }
}
