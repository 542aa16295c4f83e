using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Optimizers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Verification.Modules;

/// <summary>
/// A TorchSharp module that somebody else wrote, trained with the product's loss and optimizer. It runs whole, through
/// its own forward; the submodules that bear the names of layers are watched.
/// </summary>
/// <remarks>
/// A layer is visible if a submodule has its label (see <see cref="LayerLabels"/>) and runs exactly once, or if what goes
/// in and out of it shows at its visible neighbours. Of the others nothing is claimed but what follows from them: the
/// results, the loss, and the gradients of their parameters. The module is as it was when the engine is disposed.
/// </remarks>
public sealed class ModuleEngine : IEngine, IDisposable
{
    private readonly Module<Tensor, Tensor> _module;
    private readonly Architecture _architecture;
    private readonly IReadOnlyList<string> _labels;
    private readonly ScalarType _type;
    private readonly ModuleState _state;

    /// <summary>Prepares the engine: matches the arrays of the module with those of the description, by name.</summary>
    /// <param name="module">The module, on the CPU; it stays the caller's.</param>
    /// <param name="architecture">What it should compute.</param>
    /// <param name="precision">The format to compute in.</param>
    /// <exception cref="TorchBasicsException">An array is missing, or one too many, or of another shape, or fixed.</exception>
    public ModuleEngine(Module<Tensor, Tensor> module, Architecture architecture, Precision precision = Precision.Float32)
    {
        NativeRuntime.Load();
        (_module, _architecture, Precision) = (module, architecture, precision);
        _labels = LayerLabels.Of(architecture);
        _type = precision == Precision.Float32 ? float32 : float64;
        _state = new ModuleState(module, architecture, _type);
        Name = $"{module.GetName()} {(precision == Precision.Float32 ? "float32" : "float64")}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public Precision Precision { get; }

    /// <summary>Layers that the last step could not look into; none before the first.</summary>
    public IReadOnlyList<string> Hidden { get; private set; } = [];

    /// <inheritdoc/>
    public bool Sees(Architecture architecture, int layer) =>
        ModuleTaps.ByName(_module).ContainsKey(LayerLabels.Of(architecture)[layer]);

    /// <inheritdoc/>
    public IEnumerable<StepRecord<Float64>> Train(RunSpec spec)
    {
        _state.Load(spec.Weights);
        SetMode(training: true);
        var loss = Loss.Create(spec.Recipe.Loss, spec.Recipe.LabelSmoothing, _architecture.Output[0]);
        var parameters = _state.Trainable;
        using var optimizer = Optimizer.Create(spec.Recipe, parameters, _architecture);
        for (var i = 0; i < spec.Steps.Count; i++)
        {
            DropoutChoice.Seed(spec, i + 1);
            yield return Step(loss, optimizer, parameters, spec.Steps[i], i + 1);
        }
    }

    /// <inheritdoc/>
    public Tensor<Float64> Evaluate(Architecture architecture, IReadOnlyList<Tensor<Float64>> weights, Tensor<Float64> inputs)
    {
        _state.Load(weights);
        SetMode(training: false);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var taps = new ModuleTaps(_module, _labels);
        return Forward(inputs.ToTorch(_type, CPU), taps).ToReference();
    }

    /// <inheritdoc/>
    public LayerRecord<Float64> Apply(
        Layer layer,
        IReadOnlyList<Tensor<Float64>> parameters,
        Tensor<Float64> input,
        Tensor<Float64> outputGradient,
        bool training)
    {
        var (k, arrays) = (Position(layer), _state.Arrays);
        var own = LayerArrays.Split(_architecture.Layers, arrays)[k];
        SetMode(training);
        using var scope = NewDisposeScope();
        using (no_grad())
            foreach (var (values, given) in own.Zip(parameters))
                values.copy_(given.ToTorch(_type, CPU));
        foreach (var parameter in own.OfType<Parameter>())
            parameter.grad = null;

        var x = input.ToTorch(_type, CPU).requires_grad_(true);
        var y = Guarded(Place.Output(_labels[k]), () => ModuleTaps.ByName(_module)[_labels[k]].call(x.clone()));
        var output = y.ToReference();
        if (y.requires_grad && y.shape.AsSpan().SequenceEqual([.. outputGradient.Sizes.ToArray().Select(size => (long)size)]))
            y.backward([outputGradient.ToTorch(_type, CPU)]);
        return new(_labels[k], layer, parameters, input, output)
        {
            OutputGradient = outputGradient,
            Gradients = new(x.GradientToReference(), GradientsOf(k, arrays)),
            State = training ? LayerState.Training : LayerState.Evaluation,
            BuffersAfter = training ? [.. LayerBuffers.Of(layer, own).Select(buffer => buffer.ToReference())] : [],
        };
    }

    /// <summary>Puts the module back as it was before.</summary>
    public void Dispose() => _state.Dispose();

    private StepRecord<Float64> Step(
        Loss loss, Optimizer optimizer, (string Name, Parameter Values)[] parameters, StepFeed feed, int step)
    {
        using var scope = NewDisposeScope();
        using var taps = new ModuleTaps(_module, _labels);
        var x = feed.Inputs.ToTorch(_type, CPU).requires_grad_(true);
        var labels = tensor(feed.Labels.Select(label => (long)label).ToArray());

        var before = BufferSnapshot.Of(_architecture, _state.Named);
        optimizer.ZeroGrad();
        var outputs = Forward(x, taps);
        if (outputs.requires_grad)
            outputs.retain_grad();
        var value = Guarded(Place.Loss, () => loss.Of(outputs.clone(), labels));
        if (value.requires_grad)
            value.backward();
        var boundaries = new ModuleBoundaries(_architecture, taps, new(x, feed.Inputs), new(outputs, outputs.ToReference()));
        var state = _state.Arrays;
        var layers = boundaries.Layers(
            LayerArrays.Split(_architecture.Layers, [.. _state.Named.Select(before.Read)]),
            LayerArrays.Split(_architecture.Layers, [.. state.Select(array => array.ToReference())]),
            k => GradientsOf(k, state));
        var records = optimizer.Recorded(parameters, feed.LearningRate);

        Hidden = [.. _labels.Except(layers.Select(layer => layer.Label))];
        return new(step, feed.LearningRate, x.ToReference(), feed.Labels, layers, value.ToReference(), records)
        {
            Hidden = Hidden.ToHashSet(),
            Edges = boundaries.Edges(layers),
            Outputs = outputs.ToReference(),
            OutputGradient = outputs.GradientToReference(),
        };
    }

    // A copy goes in, because an operation in place on the samples themselves would find no gradient.
    private Tensor Forward(Tensor x, ModuleTaps taps)
    {
        var last = Place.Output(_labels[^1]);
        var outputs = Guarded(
            last, () => _module.call(x.clone()), () => taps.Running is { } running ? Place.Output(running) : last);
        return outputs.shape.AsSpan().SequenceEqual([x.size(0), .. _architecture.Output.Select(size => (long)size)])
            ? outputs
            : throw new EngineException(
                last, $"the results have shape [{string.Join(", ", outputs.shape)}]; expected {_architecture.Output}");
    }

    private List<Tensor<Float64>> GradientsOf(int layer, IReadOnlyList<Tensor> arrays) =>
        [.. LayerArrays.Split(_architecture.Layers, arrays)[layer].Zip(_architecture.Layers[layer].Parameters)
            .Where(pair => pair.Second.Trainable).Select(pair => pair.First.GradientToReference())];

    private int Position(Layer layer) =>
        Enumerable.Range(0, _labels.Count).First(k => ReferenceEquals(_architecture.Layers[k], layer));

    // A submodule that was never registered does not hear of it; nor did, in some versions of TorchSharp, a child of one.
    private void SetMode(bool training)
    {
        _module.train(training);
        var deaf = _module.named_modules().FirstOrDefault(child => child.module.training != training);
        if (deaf.module is not null)
            throw new EngineException(Place.Output(deaf.name), "the submodule stayed in "
                + $"{(training ? "evaluation" : "training")} mode when the module was put into "
                + $"{(training ? "training" : "evaluation")} mode");
    }

    private static Tensor Guarded(Place place, Func<Tensor> compute, Func<Place>? where = null)
    {
        try
        {
            return compute();
        }
        catch (Exception error) when (error is not (OutOfMemoryException or EngineException))
        {
            throw new EngineException(where?.Invoke() ?? place, error.Message.Split('\n')[0].Trim(), error);
        }
    }
}
