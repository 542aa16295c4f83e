using TorchBasics.Bindings.Libraries;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Models;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Optimizers;
using TorchBasics.Verification.Recording;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Verification.Engines;

/// <summary>The product on libtorch: its networks, losses and optimizers, with automatic differentiation.</summary>
public sealed class TorchEngine : IEngine
{
    private readonly TorchParts _parts;
    private readonly ScalarType _type;
    private readonly Device _device;
    private readonly int _threads;

    /// <summary>Prepares the engine; loads libtorch.</summary>
    /// <param name="precision">The format to compute in.</param>
    /// <param name="device">"cpu", "cuda", "cuda:1".</param>
    /// <param name="threads">Threads of libtorch, at least 1.</param>
    /// <param name="parts">The code that a step calls; the product by default.</param>
    /// <exception cref="TorchBasicsException">
    /// The device is not there, or libtorch is known to compute wrongly on this machine.
    /// </exception>
    public TorchEngine(Precision precision, string device = "cpu", int threads = 1, TorchParts? parts = null)
    {
        var proof = NativeRuntime.Load().Proof;
        (Precision, _threads, _parts) = (precision, threads, parts ?? TorchParts.Product);
        _type = precision == Precision.Float32 ? float32 : float64;
        _device = Devices.Parse(device);
        State = proof.State == ProofState.Kept ? "oneDNN on, whose numbers are wrong here" : proof.OneDnn ? null : "oneDNN off";
        if (precision == Precision.Float32 && _device.type == DeviceType.CPU)
            NativeRuntime.RequireProvenOperators();
        Name = $"libtorch {(precision == Precision.Float32 ? "float32" : "float64")}"
            + (_device.type == DeviceType.CPU ? string.Empty : $" {_device}")
            + (threads == 1 ? string.Empty : $" x{threads}");
    }

    /// <inheritdoc/>
    public string Name { get; init; }

    /// <inheritdoc/>
    public Precision Precision { get; }

    /// <summary>What of libtorch is not as it came, or is known to be wrong on this host; null when nothing is.</summary>
    public string? State { get; }

    /// <inheritdoc/>
    public IEnumerable<StepRecord<Float64>> Train(RunSpec spec)
    {
        using var network = Build(spec.Architecture, spec.Weights);
        network.train();
        var loss = Loss.Create(spec.Recipe.Loss, spec.Recipe.LabelSmoothing, spec.Architecture.Output[0]);
        (string Name, Parameter Values)[] parameters = [.. network.named_parameters()];
        using var optimizer = Optimizer.Create(spec.Recipe, parameters, spec.Architecture);
        for (var i = 0; i < spec.Steps.Count; i++)
        {
            var feed = _parts.Feed(spec.Steps, i);
            var masks = Masks(spec.Architecture, DropoutChoice.SeedOf(spec, i + 1), feed.Labels.Length);
            DropoutChoice.Seed(spec, i + 1);
            yield return WithThreads(() => Step(network, loss, optimizer, parameters, feed, i + 1, masks));
        }
    }

    /// <inheritdoc/>
    public Tensor<Float64> Evaluate(Architecture architecture, IReadOnlyList<Tensor<Float64>> weights, Tensor<Float64> inputs) =>
        WithThreads(() =>
        {
            using var network = Build(architecture, weights);
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            network.eval();
            var x = inputs.ToTorch(_type, _device);
            return (ReferenceEquals(_parts, TorchParts.Product) ? network.call(x) : ForwardAll(network, x, training: false)[^1])
                .ToReference();
        });

    /// <inheritdoc/>
    public LayerRecord<Float64> Apply(
        Layer layer,
        IReadOnlyList<Tensor<Float64>> parameters,
        Tensor<Float64> input,
        Tensor<Float64> outputGradient,
        bool training) =>
        WithThreads(() =>
        {
            var architecture = new Architecture("layer", [.. input.Sizes[1..]], layer);
            using var network = Build(architecture, parameters);
            using var scope = NewDisposeScope();
            network.train(training);
            var x = input.ToTorch(_type, _device).requires_grad_(true);
            var before = BufferSnapshot.Of(network);
            var masks = training ? Masks(architecture, seed: 0, input.Sizes[0]) : DropoutMasks.None;
            if (masks.Count > 0)
                manual_seed(0);
            var outputs = ForwardAll(network, x, training);
            outputs[0].backward([outputGradient.ToTorch(_type, _device)]);
            _parts.AfterBackward([.. network.named_parameters()]);
            return RecordLayers(network, before, x, outputs, lastGradient: outputGradient, masks)[0];
        });

    private StepRecord<Float64> Step(
        Network network,
        Loss loss,
        Optimizer optimizer,
        (string Name, Parameter Values)[] parameters,
        StepFeed feed,
        int step,
        IReadOnlyDictionary<int, bool[]> masks)
    {
        using var scope = NewDisposeScope();
        var x = feed.Inputs.ToTorch(_type, _device).requires_grad_(true);
        var labels = tensor(feed.Labels.Select(label => (long)label).ToArray()).to(_device);
        var inputs = x.ToReference();

        var before = BufferSnapshot.Of(network);
        _parts.ZeroGradient(optimizer, step);
        var outputs = ForwardAll(network, x, training: true);
        var value = Guarded(Place.Loss, () => _parts.Loss(new(loss, outputs[^1], labels)));
        value.backward();
        _parts.AfterBackward(parameters);
        var layers = RecordLayers(network, before, x, outputs, lastGradient: outputs[^1].GradientToReference(), masks);
        // Behind a threshold no gradient arrives, and the optimizer leaves what has none as it is.
        var records = OptimizerRecording.Recorded(
            optimizer, parameters, () => _parts.Update(new(optimizer, parameters, feed.LearningRate, step)));
        return new(step, feed.LearningRate, inputs, Read(labels), layers, value.ToReference(), records);
    }

    private List<Tensor> ForwardAll(Network network, Tensor x, bool training)
    {
        var labels = LayerLabels.Of(network.Architecture);
        var outputs = new List<Tensor>();
        for (var k = 0; k < network.Layers.Count; k++)
        {
            var output = Guarded(
                Place.Output(labels[k]),
                () => _parts.Forward(new(labels[k], network.Architecture.Layers[k], network.Layers[k], x, training)));
            CheckShape(output, x.size(0), network.Architecture.Shapes[k + 1], labels[k]);

            x = Observable(output, x);
            outputs.Add(x);
        }

        return outputs;
    }

    // An alias where a layer hands its input on, so that both keep a gradient of their own; behind a threshold a new start.
    private static Tensor Observable(Tensor output, Tensor input)
    {
        var y = ReferenceEquals(output, input) ? output.alias() : output;
        if (!is_grad_enabled())
            return y;
        if (!y.requires_grad)
            return y.detach().requires_grad_(true);
        y.retain_grad();
        return y;
    }

    private static int[] Read(Tensor labels) => [.. labels.cpu().data<long>().Select(label => (int)label)];

    private static void CheckShape(Tensor output, long samples, Shape expected, string label)
    {
        if (!output.shape.AsSpan().SequenceEqual([samples, .. expected.Select(size => (long)size)]))
            throw new EngineException(
                Place.Output(label), $"the results have shape [{string.Join(", ", output.shape)}]; expected {expected}");
    }

    private static LayerRecord<Float64>[] RecordLayers(
        Network network,
        BufferSnapshot before,
        Tensor input,
        List<Tensor> outputs,
        Tensor<Float64>? lastGradient,
        IReadOnlyDictionary<int, bool[]> masks)
    {
        var architecture = network.Architecture;
        var state = LayerArrays.Split(architecture.Layers, network.State);
        var records = new LayerRecord<Float64>[outputs.Count];
        var outputGradient = lastGradient;
        for (var k = outputs.Count - 1; k >= 0; k--)
        {
            var (x, y) = (k == 0 ? input : outputs[k - 1], outputs[k]);
            var inputGradient = lastGradient is null ? null : x.GradientToReference();
            var (inputValues, outputValues) = (x.ToReference(), y.ToReference());
            var (node, isTraining) = (architecture.Nodes[k], network.training);
            records[k] = new(node.Label, node.Layer, [.. state[k].Select(before.Read)], inputValues, outputValues)
            {
                OutputGradient = outputGradient,
                Gradients = inputGradient is null ? null : new(inputGradient, [.. state[k]
                    .Where(parameter => parameter.Values is Parameter)
                    .Select(parameter => parameter.Values.GradientToReference())]),
                State = isTraining
                    ? DropoutChoice.State(node, masks, inputValues, outputValues, inputGradient, outputGradient)
                    : LayerState.Evaluation,
                BuffersAfter = isTraining
                    ? [.. LayerBuffers.Of(node.Layer, state[k]).Select(buffer => buffer.Values.ToReference())]
                    : [],
            };
            outputGradient = inputGradient;
        }

        return records;
    }

    private IReadOnlyDictionary<int, bool[]> Masks(Architecture architecture, ulong seed, int samples) =>
        DropoutMasks.AreNeeded(architecture)
            ? DropoutMasks.OfLibtorch(architecture, seed, samples, _device, _type)
            : DropoutMasks.None;

    private Network Build(Architecture architecture, IReadOnlyList<Tensor<Float64>> weights)
    {
        var network = new Network(architecture);
        network.to(_device);
        if (_type == float64)
            network.to(_type);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var ((_, values), given) in network.State.Zip(weights))
            values.copy_(given.ToTorch(_type, _device));
        _parts.Initialize(network);
        return network;
    }

    // libtorch's errors are many lines of C++; the first says what is wrong.
    private static Tensor Guarded(Place place, Func<Tensor> compute)
    {
        try
        {
            return compute();
        }
        catch (Exception error) when (error is System.Runtime.InteropServices.ExternalException or ArgumentException
            or InvalidOperationException or ShapeException)
        {
            throw new EngineException(place, error.Message.Split('\n')[0].Trim(), error);
        }
    }

    private TResult WithThreads<TResult>(Func<TResult> run)
    {
        var before = get_num_threads();
        set_num_threads(_threads);
        try
        {
            return run();
        }
        finally
        {
            set_num_threads(before);
        }
    }
}
