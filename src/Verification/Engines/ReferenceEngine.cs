using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Engines;

/// <summary>The textbook in double precision, as an engine among others.</summary>
public sealed class ReferenceEngine : IEngine
{
    /// <inheritdoc/>
    public string Name => "reference float64";

    /// <inheritdoc/>
    public Precision Precision => Precision.Float64;

    /// <inheritdoc/>
    public IEnumerable<StepRecord<Float64>> Train(RunSpec spec)
    {
        var run = new ReferenceRun<Float64>(spec);
        for (var i = 0; i < spec.Steps.Count; i++)
            yield return run.Step(spec.Steps[i], States(spec, step: i));
    }

    /// <inheritdoc/>
    public Tensor<Float64> Evaluate(Architecture architecture, IReadOnlyList<Tensor<Float64>> weights, Tensor<Float64> inputs) =>
        architecture.Layers.Zip(LayerArrays.Split(architecture.Layers, weights))
            .Aggregate(inputs, (x, layer) => ReferenceLayer.Forward(layer.First, layer.Second, x));

    /// <inheritdoc/>
    public LayerRecord<Float64> Apply(
        Layer layer,
        IReadOnlyList<Tensor<Float64>> parameters,
        Tensor<Float64> input,
        Tensor<Float64> outputGradient,
        bool training)
    {
        var state = training ? LayerState.Training : LayerState.Evaluation;
        var output = ReferenceLayer.Forward(layer, parameters, input, state);
        var gradients = ReferenceLayer.Backward(layer, parameters, input, output, outputGradient, state);
        return new("layer", layer, parameters, input, output)
        {
            OutputGradient = outputGradient,
            Gradients = gradients,
            State = state,
            BuffersAfter = training ? ReferenceLayer.Buffers(layer, parameters, input, state) : [],
        };
    }

    private static List<LayerState> States(RunSpec spec, int step)
    {
        var samples = spec.Steps[step].Labels.Length;
        var masks = spec.Architecture.Nodes.SelectMany(node => node.All).Where(node => node.Layer is Dropout).ToDictionary(
            node => node.Number, node =>
                Draw((Dropout)node.Layer, node.Input.Elements * samples, RandomGenerator.ForStream(
                    spec.DropoutSeed, "reference dropout", ((ulong)(step + 1) << 32) | (uint)node.Number)));
        return [.. spec.Architecture.Nodes.Select(node => DropoutChoice.Expected(node, masks))];
    }

    private static bool[] Draw(Dropout dropout, long elements, RandomGenerator random)
    {
        var kept = new bool[elements];
        for (var i = 0; i < kept.Length; i++)
            kept[i] = random.NextDouble() >= dropout.Probability;
        return kept;
    }
}
