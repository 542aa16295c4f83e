using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Training.Data;

/// <summary>Whether a model and a data set go together, before anything else is asked of either.</summary>
public static class DataFit
{
    /// <summary>Refuses data that a model of the catalogue cannot take.</summary>
    /// <param name="entry">The model.</param>
    /// <param name="set">The samples.</param>
    /// <exception cref="TorchBasicsException">
    /// Shapes or classes differ; the message names both, data sets that fit the model and models that fit the data: kind Usage.
    /// </exception>
    public static void Check(ModelEntry entry, SampleSet set)
    {
        if (entry.Fits(set.Shape, set.ClassNames.Count))
            return;
        var (wanted, classes) = (entry.Architecture.Input, entry.Architecture.Output[0]);
        var models = ModelCatalog.All
            .Where(other => other.Adapt?.Invoke(set.Shape, set.ClassNames.Count) is { } built
                && built.Output[0] == set.ClassNames.Count
                && (set.Targets is null || !built.AllLayers.Any(layer => layer is Step)))
            .Select(other => other.Name);
        throw new TorchBasicsException(ErrorKind.Usage,
            $"{entry.Name} takes samples of shape {wanted} and tells {classes} classes apart; "
            + $"{set.Name} has samples of shape {set.Shape} and "
            + (set.Targets is null
                ? Counted.Of(set.ClassNames.Count, "class", "classes")
                : $"{Counted.Of(set.ClassNames.Count, "target")}, with one output for each")
            + ". "
            + $"Data sets that fit: {string.Join(", ", Fitting(wanted, classes))}. Models that take these data: "
            + $"{string.Join(", ", models)}.");
    }

    // What the sets that have names hold, without loading them.
    private static IEnumerable<string> Fitting(Shape input, int classes) =>
        DataCatalog.Names.Where(name => TruthTables.Names.Contains(name)
            ? input.Equals([2]) && classes <= 2
            : input.Equals([1, 28, 28]) && classes == 10);
}
