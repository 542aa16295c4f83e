using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Data;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Commands;

/// <summary>A network with weights, and what is known of how it was trained.</summary>
internal sealed class EvaluationSubject : IDisposable
{
    private const string FixedPrefix = "threshold-";

    private EvaluationSubject(string name, Network network, Normalization normalization) =>
        (Name, Network, Normalization) = (name, network, normalization);

    /// <summary>What to call it.</summary>
    public string Name { get; }

    public Network Network { get; }

    public Normalization Normalization { get; }

    /// <summary>What the outputs stand for; null when any two classes will do.</summary>
    public IReadOnlyList<string>? ClassNames { get; private init; }

    /// <summary>The data set to judge by when nobody names one.</summary>
    public required string Data { get; init; }

    public DataOptions DataOptions { get; private init; } = new();

    public LossKind Loss { get; private init; }

    /// <summary>Finds what was asked for: a name comes before a path; "./lenet5" is a path.</summary>
    public static EvaluationSubject Find(string text)
    {
        var entry = ModelCatalog.All.FirstOrDefault(entry => entry.Name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (entry is { Recipe: null })
            return Fixed(entry);
        if (entry is not null)
            return Open(SavedModel.Newest(TrainOptions.RunsFolder, entry.Name) ?? throw Untrained(entry));
        return Path.Exists(text) || text.Contains('/', StringComparison.Ordinal) || Path.HasExtension(text)
            ? Open(SavedModel.At(text))
            : throw Unknown(text);
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private static EvaluationSubject Fixed(ModelEntry entry) =>
        new(entry.Name, entry.Create(0), Normalization.Identity) { Data = entry.Name[FixedPrefix.Length..] };

    private static EvaluationSubject Open(SavedModel saved)
    {
        var (info, network) = ModelFile.Open(saved.Path);
        return new($"{info.Architecture.Name} in {saved.Path}", network, info.Normalization)
        {
            ClassNames = info.ClassNames,
            Data = saved.Record?.Request.Data ?? info.TrainedOn,
            DataOptions = saved.Record?.Request.DataOptions ?? new DataOptions(),
            Loss = saved.Record?.Request.Options.Recipe.Loss
                ?? (info.Architecture.Layers[^1] is RbfOutput ? LossKind.Rbf : LossKind.CrossEntropy),
        };
    }

    private static TorchBasicsException Untrained(ModelEntry entry) => new(
        ErrorKind.Data,
        $"There is no finished run of {entry.Name} in the folder '{TrainOptions.RunsFolder}' here. '{ProgramName.ToType} train {entry.Name}' makes one; a folder or file can be named instead.");

    private static TorchBasicsException Unknown(string text) => new(
        ErrorKind.Usage,
        $"'{text}' is no model, no folder of a run and no file.{NearestName.Hint(text, ModelCatalog.All.Select(entry => entry.Name))} 'torchbasics models' lists the models.");
}
