using System.Text.Json.Nodes;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Recipes;
using TorchBasics.Formats.Architectures;

namespace TorchBasics.Cli.Reports;

/// <summary>A model, as "models --json" prints it.</summary>
internal sealed record ModelDetails(
    string Name,
    string Title,
    IReadOnlyList<int> Input,
    IReadOnlyList<int> Output,
    long Parameters,
    long MultiplyAdds,
    IReadOnlyList<LayerDetails> Layers,
    TrainingRecipe? Recipe,
    JsonNode Architecture)
{
    public static ModelDetails Of(ModelEntry entry) => new(
        entry.Name,
        entry.Title,
        [.. entry.Architecture.Input],
        [.. entry.Architecture.Output],
        entry.Architecture.ParameterCount,
        entry.Architecture.MultiplyAdds,
        [.. entry.Architecture.Summarize().Select(LayerDetails.Of)],
        entry.Recipe,
        JsonNode.Parse(ArchitectureJson.Write(entry.Architecture))!);
}

/// <summary>A layer, as "models --json" prints it.</summary>
internal sealed record LayerDetails(
    string? Name, string Kind, IReadOnlyList<int> Output, long Parameters, long MultiplyAdds, string? ReceptiveField)
{
    public static LayerDetails Of(SummaryRow row) =>
        new(row.Name, row.Kind, [.. row.Output], row.Parameters, row.MultiplyAdds, row.ReceptiveField?.ToString());
}
