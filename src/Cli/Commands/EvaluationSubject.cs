using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Export;
using TorchBasics.Models;
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

    /// <summary>The columns that it was trained on; null where that is not known.</summary>
    public IReadOnlyList<string>? Columns { get; private init; }

    /// <summary>What a person should know about how the file was read.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>The data set to judge by when nobody names one.</summary>
    public required string Data { get; init; }

    public DataOptions DataOptions { get; private init; } = new();

    public LossKind Loss { get; private init; }

    /// <summary>Finds what was asked for: a name comes before a path; "./lenet5" is a path.</summary>
    public static EvaluationSubject Find(string text) =>
        ModelLookup.EntryOf(text) is { Recipe: null } entry ? Fixed(entry) : Open(ModelLookup.Locate(text));

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private static EvaluationSubject Fixed(ModelEntry entry) =>
        new(entry.Name, entry.Create(0), Normalization.Identity) { Data = entry.Name[FixedPrefix.Length..] };

    private static EvaluationSubject Open(SavedModel saved)
    {
        var model = ModelImport.Read(saved.Path);
        var info = model.Info;
        var request = saved.RecordOf(model.Weights)?.Request;
        var loss = request?.Options.Recipe.Loss ?? UsualLoss.Of(info.Architecture);
        var network = (loss == LossKind.CrossEntropy ? model.WithLogits() : model).Build(); // the largest output stays the same one
        return new($"{info.Architecture.Name} in {saved.Path}", network, info.Normalization)
        {
            ClassNames = info.ClassNames,
            Columns = info.Columns,
            Notes = model.Notes,
            Data = request?.Data ?? info.TrainedOn,
            DataOptions = request?.DataOptions ?? new DataOptions(),
            Loss = loss,
        };
    }
}
