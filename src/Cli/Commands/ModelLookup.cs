using TorchBasics.Cli.Rendering;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Export;
using TorchBasics.Export.Importing;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Commands;

/// <summary>
/// Finds the network that a person named: a model of the catalogue, the folder of a run, or a file of any format.
/// </summary>
internal static class ModelLookup
{
    /// <summary>Finds a network: a name comes before a path; "./lenet5" is a path.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="initial">The seed of the initial weights that are wanted; null for trained ones.</param>
    /// <param name="otherwise">What else can be done where a model has no run: a sentence with a blank before it.</param>
    /// <exception cref="TorchBasicsException">There is none, or none that is trained.</exception>
    public static ImportedModel Find(string text, ulong? initial = null, string otherwise = "")
    {
        var entry = EntryOf(text);
        if (initial is { } seed)
            return new((entry ?? throw new TorchBasicsException(
                ErrorKind.Usage, $"--initial is for a model of the catalogue; '{text}' is none.{Hint(text)}")).Initial(seed));
        return entry is { Recipe: null } ? new(entry.Initial(seed: 0)) : ModelImport.Read(Locate(text, otherwise).Path);
    }

    /// <summary>Where the file of a trained network lies.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="otherwise">What else can be done where a model has no run: a sentence with a blank before it.</param>
    /// <exception cref="TorchBasicsException">There is none.</exception>
    public static ModelPlace Locate(string text, string otherwise = "")
    {
        if (EntryOf(text) is { } entry)
            return ModelPlace.Newest(TrainOptions.RunsFolder, entry.Name) ?? throw Untrained(entry, otherwise);
        return IsPath(text) ? ModelPlace.At(text) : throw Unknown(text);
    }

    /// <summary>Whether a text means a file or a folder and not a model of the catalogue.</summary>
    public static bool IsPath(string text) =>
        EntryOf(text) is null && (Path.Exists(text) || text.Contains('/', StringComparison.Ordinal) || Path.HasExtension(text));

    /// <summary>The model of the catalogue with a name, or null.</summary>
    public static ModelEntry? EntryOf(string text) =>
        ModelCatalog.All.FirstOrDefault(entry => entry.Name.Equals(text, StringComparison.OrdinalIgnoreCase));

    private static TorchBasicsException Untrained(ModelEntry entry, string otherwise) => entry.Recipe is null
        ? new(ErrorKind.Usage, $"The weights of {entry.Name} are fixed by thought and lie in no file. "
            + $"'{ProgramName.ToType} export {entry.Name} --format safetensors' writes one.")
        : new(ErrorKind.Data, $"There is no finished run of {entry.Name} in the folder '{TrainOptions.RunsFolder}' here. "
            + $"'{ProgramName.ToType} train {entry.Name}' makes one; a folder or file can be named instead.{otherwise}");

    private static TorchBasicsException Unknown(string text) =>
        new(
            ErrorKind.Usage,
            $"'{text}' is no model, no folder of a run and no file.{Hint(text)} 'torchbasics models' lists the models.");

    private static string Hint(string text) => NearestName.Hint(text, ModelCatalog.All.Select(entry => entry.Name));
}
