using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Engines;

/// <summary>Something that computes networks and can be looked over the shoulder.</summary>
/// <remarks>Numbers leave an engine as doubles, which hold every float32 exactly.</remarks>
public interface IEngine
{
    /// <summary>What a report calls it, such as "libtorch float32".</summary>
    string Name { get; }

    /// <summary>The format it computes in.</summary>
    Precision Precision { get; }

    /// <summary>
    /// Whether the engine promises the same bits on any number of threads: then a comparison that finds others is a fault.
    /// </summary>
    bool HasSameBitsOnAnyThreads => false;

    /// <summary>
    /// Whether <see cref="Apply"/> can run a layer by itself. An engine of our own sees all; one that drives a foreign
    /// module may not, and says so here, so that nothing is left out in silence.
    /// </summary>
    /// <param name="architecture">The network.</param>
    /// <param name="layer">Position of the layer, from 0.</param>
    /// <returns>True where not stated otherwise.</returns>
    bool Sees(Architecture architecture, int layer) => true;

    /// <summary>Why the engine does not train a network; what it can do without, it is still held to.</summary>
    /// <param name="architecture">The network.</param>
    /// <returns>The reason, which a report shows; null where it trains.</returns>
    string? TrainingRefusal(Architecture architecture) => null;

    /// <summary>Trains a network and records everything.</summary>
    /// <param name="spec">The run.</param>
    /// <returns>One record for each step, made when it is asked for.</returns>
    IEnumerable<StepRecord<Float64>> Train(RunSpec spec);

    /// <summary>Runs a network in evaluation mode, as a user would.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="weights">Its arrays, in order.</param>
    /// <param name="inputs">Samples [N, ...].</param>
    /// <returns>Results [N, ...].</returns>
    Tensor<Float64> Evaluate(Architecture architecture, IReadOnlyList<Tensor<Float64>> weights, Tensor<Float64> inputs);

    /// <summary>Runs one layer alone, forward and backward.</summary>
    /// <param name="layer">Its description.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="input">Samples [N, ...].</param>
    /// <param name="outputGradient">Gradient to send in from behind, in the shape of the results.</param>
    /// <param name="training">Whether in training mode; only asked for where the engine trains.</param>
    /// <returns>What it did.</returns>
    LayerRecord<Float64> Apply(
        Layer layer,
        IReadOnlyList<Tensor<Float64>> parameters,
        Tensor<Float64> input,
        Tensor<Float64> outputGradient,
        bool training);
}
