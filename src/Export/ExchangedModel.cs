using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Models;
using TorchBasics.Training.Runs;

namespace TorchBasics.Export;

/// <summary>A network as it leaves for a file or comes from one.</summary>
/// <param name="Info">The network and what is known of its data.</param>
/// <param name="Weights">Every array of the network, by the names of its description, in order.</param>
public sealed record ExchangedModel(ModelInfo Info, IReadOnlyList<NamedArray> Weights)
{
    /// <summary>What a person should know about how the file was read, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether the file, or the person who asked, says what is computed with the weights; else it was assumed from their names and shapes.</summary>
    public bool StatesNetwork { get; init; }

    /// <summary>Whether the file itself says how raw values become the numbers that enter the network.</summary>
    public bool StatesPreprocessing { get; init; }

    /// <summary>Whether the file itself says what the results stand for.</summary>
    public bool StatesClassNames { get; init; }

    /// <summary>Whether the file takes samples before they are normalised, since it holds the preprocessing, too.</summary>
    public bool TakesRaw { get; init; }

    /// <summary>A model of the catalogue with the weights with which its training begins.</summary>
    /// <param name="entry">The model.</param>
    /// <param name="seed">The seed of the weights; of no effect where they are fixed.</param>
    /// <returns>The network; its pixels are scaled as the model's recipe says, its classes numbered.</returns>
    public static ExchangedModel Initial(ModelEntry entry, ulong seed)
    {
        var normalization = entry.Recipe?.Pixels is { } range ? Normalization.FromRange(range) : Normalization.Identity;
        var classes = ModelInfo.NumberedClasses(entry.Architecture);
        return new(new ModelInfo(entry.Architecture, normalization, classes, ModelInfo.Untrained, Versions.TorchBasics), entry.Weights(seed));
    }

    /// <summary>The same network without a softmax at its end, for a loss that takes one itself.</summary>
    /// <returns>The network that gives the logits; this one where no softmax ends it, or nothing else is in it.</returns>
    public ExchangedModel WithLogits()
    {
        var architecture = Info.Architecture;
        if (!architecture.EndsInSoftmax || architecture.Layers.Count == 1)
            return this;
        var layers = architecture.Layers.ToList();
        layers.RemoveAt(layers.FindLastIndex(layer => layer is Softmax));
        return this with { Info = Info with { Architecture = new Architecture(architecture.Name, architecture.Input, layers) { Initialization = architecture.Initialization } } };
    }

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
