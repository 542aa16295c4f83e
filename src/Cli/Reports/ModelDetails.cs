using System.Text.Json.Nodes;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Recipes;
using TorchBasics.Formats.Architectures;

namespace TorchBasics.Cli.Reports;

/// <summary>A model of the catalogue.</summary>
/// <param name="Name">What commands call it.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Input">Shape of a sample.</param>
/// <param name="Output">Shape of what leaves the network for a sample.</param>
/// <param name="Parameters">Trainable numbers.</param>
/// <param name="MultiplyAdds">Multiply-adds for one sample.</param>
/// <param name="Layers">Its layers, in order.</param>
/// <param name="Recipe">How it is trained unless somebody says otherwise; null where there is nothing to train.</param>
/// <param name="Architecture">The network as "train --architecture" takes it.</param>
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

/// <summary>A layer of a model.</summary>
/// <param name="Name">Its name; null for one that has no parameters.</param>
/// <param name="Kind">What it is, as PyTorch spells it.</param>
/// <param name="Output">Shape of what leaves it for a sample.</param>
/// <param name="Parameters">Trainable numbers.</param>
/// <param name="MultiplyAdds">Multiply-adds for one sample.</param>
/// <param name="ReceptiveField">Height and width of the part of a picture that one output sees; null for all of it.</param>
internal sealed record LayerDetails(
    string? Name, string Kind, IReadOnlyList<int> Output, long Parameters, long MultiplyAdds, IReadOnlyList<int>? ReceptiveField)
{
    public static LayerDetails Of(SummaryRow row) =>
        new(row.Name, row.Kind, [.. row.Output], row.Parameters, row.MultiplyAdds,
            row.ReceptiveField is { } field ? [field.Height, field.Width] : null);
}
