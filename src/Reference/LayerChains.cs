using TorchBasics.Core.Layers;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference;

/// <summary>The rows of layers that stand in a layer.</summary>
internal static class LayerChains
{
    /// <summary>Gives each layer what is its own.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="layer">The layer around them.</param>
    /// <param name="parameters">Its parameters: those of one inner layer after the other.</param>
    /// <param name="state">What it is doing.</param>
    /// <returns>Its <see cref="Layer.Chains"/>.</returns>
    public static IReadOnlyList<LayerChain<T>> Of<T>(Layer layer, IReadOnlyList<Tensor<T>> parameters, LayerState state)
        where T : struct, IReal<T>
    {
        var (own, chains, first) = (LayerArrays.Split(layer.Inner, parameters), new List<LayerChain<T>>(), 0);
        foreach (var chain in layer.Chains)
        {
            chains.Add(
                new(chain, [.. own.Skip(first).Take(chain.Count)], [.. Enumerable.Range(first, chain.Count).Select(state.Of)]));
            first += chain.Count;
        }

        return chains;
    }
}
