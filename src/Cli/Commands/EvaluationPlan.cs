using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Export;
using TorchBasics.Training.Data;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Commands;

/// <summary>What is evaluated, and by what.</summary>
/// <param name="Name">What to call the model.</param>
/// <param name="Model">The model; without a softmax where the loss takes one itself.</param>
internal sealed record EvaluationPlan(string Name, Model Model)
{
    private const string FixedPrefix = "threshold-";

    /// <summary>What the outputs stand for; null when any two classes will do.</summary>
    public IReadOnlyList<string>? ClassNames { get; private init; }

    /// <summary>What a person should know about how the file was read.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>The data set to judge by when nobody names one.</summary>
    public required string Data { get; init; }

    public DataOptions DataOptions { get; private init; } = new();

    public LossKind Loss { get; private init; }

    /// <summary>Finds what was asked for: a name comes before a path; "./lenet5" is a path.</summary>
    public static EvaluationPlan Find(string text) => ModelLookup.EntryOf(text) is { Recipe: null } entry
        ? new(entry.Name, entry.Initial(seed: 0)) { Data = entry.Name[FixedPrefix.Length..] }
        : Open(ModelLookup.Locate(text));

    private static EvaluationPlan Open(ModelPlace place)
    {
        var imported = ModelImport.Read(place.Path);
        var model = imported.Model;
        var request = place.RecordOf(model)?.Request;
        var loss = request?.Options.Recipe.Loss
            ?? (model.Targets is null ? UsualLoss.Of(model.Architecture) : LossKind.MeanSquaredError);
        // the largest output stays the same one
        return new($"{model.Architecture.Name} in {place.Path}", loss == LossKind.CrossEntropy ? model.WithLogits() : model)
        {
            ClassNames = model.ClassNames,
            Notes = imported.Notes,
            Data = request?.Data ?? model.TrainedOn,
            DataOptions = request?.DataOptions ?? new DataOptions(),
            Loss = loss,
        };
    }
}
