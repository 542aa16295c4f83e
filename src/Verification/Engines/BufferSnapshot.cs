using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Models;
using TorchBasics.Reference.Numbers;
using static TorchSharp.torch;

namespace TorchBasics.Verification.Engines;

/// <summary>The buffers of a network as they were before a step, whose forward pass moves them.</summary>
internal sealed class BufferSnapshot
{
    private readonly Dictionary<string, Tensor<Float64>> _before;

    private BufferSnapshot(Dictionary<string, Tensor<Float64>> before) => _before = before;

    /// <summary>Copies the buffers.</summary>
    public static BufferSnapshot Of(Network network) => Of(network.Architecture, network.State);

    /// <summary>Copies the buffers.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="state">Its arrays, in order.</param>
    public static BufferSnapshot Of(Architecture architecture, IReadOnlyList<(string Name, Tensor Values)> state) => new(
        architecture.Parameters.Zip(state).Where(pair => pair.First.Spec.Role == ParameterRole.Buffer)
            .ToDictionary(pair => pair.First.Name, pair => pair.Second.Values.ToReference()));

    /// <summary>An array before the step: a buffer as it was, a parameter as it is, since no update has moved it yet.</summary>
    public Tensor<Float64> Read((string Name, Tensor Values) array) =>
        _before.GetValueOrDefault(array.Name) ?? array.Values.ToReference();
}
