using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Proving;
using TorchBasics.Kernels.Simd;
using TorchBasics.Models.Fused;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Training.Fused;
using TorchBasics.Verification.Recording;
using static TorchSharp.torch;

namespace TorchBasics.Verification.Engines.Fused;

/// <summary>
/// The product on its own kernels. A step is computed twice: as users run it, with layers fused into blocks, and layer by
/// layer, where every array can be seen. The two must agree to the last bit, or the engine fails and says where.
/// </summary>
public sealed class FusedEngine : IEngine
{
    private readonly LaneKernels _kernels;
    private readonly int _threads;

    /// <summary>Prepares the engine; loads libtorch.</summary>
    /// <param name="threads">Threads to compute on, at least 1.</param>
    public FusedEngine(int threads = 1)
        : this(ProvenKernels.Current.Kernels, threads)
    {
    }

    internal FusedEngine(LaneKernels kernels, int threads = 1)
    {
        NativeRuntime.Load();
        (_kernels, _threads) = (kernels, threads);
        Name = $"fused float32{(threads == 1 ? string.Empty : $" x{threads}")}";
    }

    /// <inheritdoc/>
    public string Name { get; init; }

    /// <inheritdoc/>
    public Precision Precision => Precision.Float32;

    /// <inheritdoc/>
    public bool HasSameBitsOnAnyThreads => true;

    /// <inheritdoc/>
    public bool Sees(Architecture architecture, int layer) => KernelSupport.TrainingRefusal(architecture.Layers[layer]) is null;

    /// <inheritdoc/>
    public string? TrainingRefusal(Architecture architecture) => KernelSupport.TrainingRefusal(architecture);

    /// <inheritdoc/>
    public IEnumerable<StepRecord<Float64>> Train(RunSpec spec)
    {
        if (TrainingRefusal(spec.Architecture) is { } refusal)
            throw new NotSupportedException($"{Name}: {refusal}.");
        using var run = new FusedRun(spec, _kernels);
        for (var i = 0; i < spec.Steps.Count; i++)
            yield return WithThreads(() => run.Step(spec.Steps[i], i + 1));
    }

    /// <inheritdoc/>
    public Tensor<Float64> Evaluate(Architecture architecture, IReadOnlyList<Tensor<Float64>> weights, Tensor<Float64> inputs) =>
        WithThreads(() =>
        {
            using var network = FusedRun.Build(architecture, weights);
            using var scope = NewDisposeScope();
            network.eval();
            using var fused = new FusedNetwork(network, _kernels) { WorthThreads = 0 };
            using var source = new TensorSource();
            source.Set(inputs.ToTorch(float32, CPU), labels: null);
            var results = new ResultTable(inputs.Sizes[0], fused.Plan.Outputs);
            fused.Evaluate(source, results, inputs.Sizes[0]);
            return results.Values;
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
            // Networks end in vectors; a flatten behind a layer of pictures changes the view alone.
            var samples = input.Sizes[0];
            var architecture = outputGradient.Rank == 2
                ? new Architecture("layer", [.. input.Sizes[1..]], layer)
                : new Architecture("layer", [.. input.Sizes[1..]], layer, new Flatten());
            using var network = FusedRun.Build(architecture, parameters);
            using var scope = NewDisposeScope();
            network.train(training);
            using var fused = new FusedNetwork(network, _kernels, fuses: false, wantsInputGradient: true) { WorthThreads = 0 };
            var tape = new LayerTape(architecture, fused.Plan, samples);
            fused.Observer = tape.Observe;
            using var source = new TensorSource();
            // a sample's number for its class: the head knows it by that
            source.Set(input.ToTorch(float32, CPU), tensor([.. Enumerable.Range(0, samples).Select(n => (long)n)]));
            fused.ComputeGradients(source, new GivenGradient(outputGradient), samples, seed: 0, drops: training);
            return new LayerRecord<Float64>("layer", layer, parameters, tape.Values(0), tape.Values(1))
            {
                OutputGradient = tape.Gradients(1),
                Gradients = new(tape.Gradients(0), FusedRun.GradientsOf(network, fused)[0]),
                State = training
                    ? DropoutChoice.State(
                        architecture.Nodes[0], FusedRun.MasksOf(architecture, seed: 0, samples),
                        tape.Values(0), tape.Values(1), tape.Gradients(0), tape.Gradients(1))
                    : LayerState.Evaluation,
            };
        });

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
