using TorchBasics.Core;
using TorchBasics.Models;
using TorchBasics.Training.Checkpoints;

namespace TorchBasics.Export;

/// <summary>A network as it leaves for a file or comes from one.</summary>
/// <param name="Info">The network and what is known of its data.</param>
/// <param name="Weights">Every array of the network, by the names of its description, in order.</param>
public sealed record ExchangedModel(ModelInfo Info, IReadOnlyList<NamedArray> Weights)
{
    /// <summary>What a person should know about how the file was read, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether the file takes samples before they are normalised, since it holds the preprocessing, too.</summary>
    public bool TakesRaw { get; init; }

    /// <summary>Builds the network on libtorch, on the CPU.</summary>
    /// <returns>The network with these weights, owned by the caller.</returns>
    /// <exception cref="TorchBasicsException">The weights are not those of the description: kind Data.</exception>
    public Network Build()
    {
        StateMatch.Check(Info.Architecture, Weights);
        var network = new DescribedNetwork(Info.Architecture, seed: 0);
        network.Load(Weights);
        return network;
    }
}
