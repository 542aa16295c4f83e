using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Learning;
using TorchBasics.Kernels.Simd;
using TorchBasics.Models;
using TorchBasics.Models.Fused;
using TorchBasics.Reference.Numbers;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Optimizers;
using TorchBasics.Verification.Recording;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Verification.Engines.Fused;

/// <summary>A training run on our kernels, each step computed both fused and layer by layer.</summary>
internal sealed class FusedRun : IDisposable
{
    private readonly RunSpec _spec;
    private readonly Network _network;
    private readonly FusedNetwork _fused;
    private readonly FusedNetwork _byLayer;
    private readonly ClassLoss _loss;
    private readonly Optimizer _optimizer;
    private readonly (string Name, Parameter Values)[] _parameters;
    private readonly TensorSource _source = new();

    /// <summary>Builds the network.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="kernels">The kernels.</param>
    public FusedRun(RunSpec spec, LaneKernels kernels)
    {
        _spec = spec;
        _network = Build(spec.Architecture, spec.Weights);
        _network.train();
        _fused = new FusedNetwork(_network, kernels) { WorthThreads = 0 };
        _byLayer = new FusedNetwork(_network, kernels, fuses: false, wantsInputGradient: true) { WorthThreads = 0 };
        _loss = FusedLoss.Of(Loss.Create(spec.Recipe.Loss, spec.Recipe.LabelSmoothing, spec.Architecture.Output[0]));
        _parameters = [.. _network.named_parameters()];
        _optimizer = Optimizer.Create(spec.Recipe, _parameters, spec.Architecture);
        _optimizer.UseGradients(
            [.. _parameters.Select(parameter => _fused.Gradients.GetValueOrDefault(parameter.Name))],
            _fused.Plan.Kernels);
    }

    /// <summary>A network with given weights.</summary>
    /// <param name="architecture">Its description.</param>
    /// <param name="weights">Its arrays, in order.</param>
    /// <returns>The network; the caller's.</returns>
    public static Network Build(Architecture architecture, IReadOnlyList<Tensor<Float64>> weights)
    {
        var network = new Network(architecture);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var ((_, values), given) in network.State.Zip(weights))
            values.copy_(given.ToTorch(float32, CPU));
        return network;
    }

    /// <summary>The gradients of the trainable parameters of each layer; zeros where none comes back.</summary>
    /// <param name="network">The network.</param>
    /// <param name="fused">The kernels that computed it.</param>
    /// <returns>For each layer, its arrays.</returns>
    public static IReadOnlyList<IReadOnlyList<Tensor<Float64>>> GradientsOf(Network network, FusedNetwork fused) =>
    [
        .. LayerArrays.Split(network.Architecture.Layers, network.State).Select(state => (IReadOnlyList<Tensor<Float64>>)
        [
            .. state.Where(array => array.Values is Parameter)
                .Select(array => fused.Gradients.TryGetValue(array.Name, out var gradient)
                    ? gradient.ToReference()
                    : new Tensor<Float64>([.. array.Values.shape.Select(size => (int)size)])),
        ]),
    ];

    /// <summary>Which elements the dropouts of a network keep, if one of them stands in another layer.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="seed">What decides it.</param>
    /// <param name="samples">Samples of the batch.</param>
    /// <returns>By the numbers of the layers.</returns>
    public static IReadOnlyDictionary<int, bool[]> MasksOf(Architecture architecture, ulong seed, int samples) =>
        DropoutMasks.AreNeeded(architecture) ? DropoutMasks.OfKernels(architecture, seed, samples) : DropoutMasks.None;

    /// <summary>The next step.</summary>
    /// <param name="feed">Its batch and learning rate.</param>
    /// <param name="number">Its number, from 1.</param>
    /// <returns>Everything that was computed.</returns>
    /// <exception cref="EngineException">Fused blocks and single layers do not agree.</exception>
    public StepRecord<Float64> Step(StepFeed feed, int number)
    {
        using var scope = NewDisposeScope();
        _source.Set(feed.Inputs.ToTorch(float32, CPU), tensor(feed.Labels.Select(label => (long)label).ToArray()));
        var seed = DropoutChoice.SeedOf(_spec, number);
        var tape = ComputeGradients(_byLayer, feed.Labels.Length, seed);
        var gradients = GradientsOf(_network, _byLayer);
        FusedAgreement.Demand(
            _network.Architecture,
            ComputeGradients(_fused, feed.Labels.Length, seed),
            tape,
            (_fused.Loss, _byLayer.Loss),
            GradientsOf(_network, _fused),
            gradients);
        var layers = Record(tape, gradients, MasksOf(_network.Architecture, seed, feed.Labels.Length));
        var updates = _optimizer.Recorded(_parameters, feed.LearningRate);
        return new(
            number,
            feed.LearningRate,
            tape.Values(0),
            tape.Labels,
            layers,
            Tensor<Float64>.Over([], [new Float64(_byLayer.Loss)]),
            updates);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Dispose();
        _optimizer.Dispose();
        _byLayer.Dispose();
        _fused.Dispose();
        _network.Dispose();
    }

    private LayerTape ComputeGradients(FusedNetwork computing, int samples, ulong seed)
    {
        var tape = new LayerTape(_network.Architecture, computing.Plan, samples);
        computing.Observer = tape.Observe;
        computing.ComputeGradients(_source, _loss, samples, seed);
        return tape;
    }

    private LayerRecord<Float64>[] Record(
        LayerTape tape, IReadOnlyList<IReadOnlyList<Tensor<Float64>>> gradients, IReadOnlyDictionary<int, bool[]> masks)
    {
        var state = LayerArrays.Split(_network.Architecture.Layers, _network.State);
        return [.. _network.Architecture.Nodes.Select((node, k) =>
        {
            var (x, y, gradX, gradY) = (tape.Values(k), tape.Values(k + 1), tape.Gradients(k), tape.Gradients(k + 1));
            return new LayerRecord<Float64>(
                node.Label, node.Layer, [.. state[k].Select(array => array.Values.ToReference())], x, y)
            {
                OutputGradient = gradY,
                Gradients = new(gradX, gradients[k]),
                State = DropoutChoice.State(node, masks, x, y, gradX, gradY),
            };
        })];
    }
}
