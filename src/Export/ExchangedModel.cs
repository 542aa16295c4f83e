using TorchBasics.Core;
using TorchBasics.Training.Checkpoints;

namespace TorchBasics.Export;

/// <summary>A network as it leaves for a file or comes from one.</summary>
/// <param name="Info">The network and what is known of its data.</param>
/// <param name="Weights">Every array of the network, by the names of its description, in order.</param>
public sealed record ExchangedModel(ModelInfo Info, IReadOnlyList<NamedArray> Weights)
{
    /// <summary>What a person should know about how the file was read, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
