using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Engines;

/// <summary>A training run by the textbook, in any number.</summary>
/// <typeparam name="T">The number: doubles for the oracle itself, rounded ones for an oracle that knows its bounds.</typeparam>
public sealed class ReferenceRun<T>
    where T : struct, IReal<T>
{
    private readonly Architecture _architecture;
    private readonly TrainingRecipe _recipe;
    private readonly ReferenceOptimizer _optimizer;
    private readonly IReadOnlyList<string> _labels;
    private readonly Dictionary<string, Tensor<T>> _weights;
    private readonly Dictionary<string, IReadOnlyList<Tensor<T>>> _buffers = [];
    private readonly IReadOnlySet<string> _reached;
    private int _steps;

    /// <summary>Starts a run.</summary>
    /// <param name="spec">The run; its batches are given step by step.</param>
    public ReferenceRun(RunSpec spec)
    {
        (_architecture, _recipe, _labels) = (spec.Architecture, spec.Recipe, LayerLabels.Of(spec.Architecture));
        (_optimizer, _reached) = (ReferenceOptimizer.Of(spec.Recipe), RunSpec.Reached(spec.Architecture));
        _weights = _architecture.Parameters.Zip(spec.Weights).ToDictionary(pair => pair.First.Name, pair => pair.Second.To<T>());
        foreach (var (name, _) in Trainable)
            _buffers[name] = _optimizer.Start(_weights[name]);
    }

    private IEnumerable<(string Name, ParameterSpec Spec)> Trainable =>
        _architecture.Parameters.Where(parameter => parameter.Spec.Trainable);

    /// <summary>The next step.</summary>
    /// <param name="feed">Its batch and learning rate.</param>
    /// <param name="states">For each layer, that it trains and, if it is a dropout, which elements it keeps.</param>
    /// <returns>Everything that was computed.</returns>
    public StepRecord<T> Step(StepFeed feed, IReadOnlyList<LayerState> states)
    {
        _steps++;
        var x = feed.Inputs.To<T>();
        var layers = Forward(x, states);
        var outputs = layers[^1].Output;
        var loss = ReferenceLoss.Value(_recipe.Loss, _recipe.LabelSmoothing, outputs.Sizes[1], outputs, feed.Labels);
        Backward(layers, ReferenceLoss.Gradient(_recipe.Loss, _recipe.LabelSmoothing, outputs.Sizes[1], outputs, feed.Labels));
        foreach (var layer in layers)
            foreach (var (buffer, after) in LayerBuffers.Of(layer.Layer).Zip(layer.BuffersAfter))
                _weights[layer.Layer.FullName(buffer)] = after;
        return new(_steps, feed.LearningRate, x, feed.Labels, layers, Tensor<T>.Over([], [loss]), Update(
            layers, _reached, feed.LearningRate));
    }

    private LayerRecord<T>[] Forward(Tensor<T> x, IReadOnlyList<LayerState> states)
    {
        var parameters = LayerArrays.Split(
            _architecture.Layers, [.. _architecture.Parameters.Select(parameter => _weights[parameter.Name])]);
        var records = new LayerRecord<T>[_architecture.Layers.Count];
        for (var k = 0; k < records.Length; k++)
        {
            var layer = _architecture.Layers[k];
            var y = ReferenceLayer.Forward(layer, parameters[k], x, states[k]);
            records[k] = new(_labels[k], layer, parameters[k], x, y)
            {
                State = states[k],
                BuffersAfter = ReferenceLayer.Buffers(layer, parameters[k], x, states[k])
            };
            x = y;
        }

        return records;
    }

    private static void Backward(LayerRecord<T>[] records, Tensor<T> gradient)
    {
        for (var k = records.Length - 1; k >= 0; k--)
        {
            var record = records[k];
            var gradients = ReferenceLayer.Backward(
                record.Layer, record.Parameters, record.Input, record.Output, gradient, record.State);
            records[k] = record with { OutputGradient = gradient, Gradients = gradients };
            gradient = gradients.Input;
        }
    }

    private List<ParameterRecord<T>> Update(LayerRecord<T>[] layers, IReadOnlySet<string> reached, double learningRate)
    {
        var gradients = layers.SelectMany(layer => layer.Gradients!.Parameters);
        var records = new List<ParameterRecord<T>>();
        foreach (var ((name, spec), gradient) in Trainable.Zip(gradients).Where(pair => reached.Contains(pair.First.Name)))
        {
            var (before, buffers) = (_weights[name], _buffers[name]);
            var step = _optimizer.Step(
                before, gradient, buffers, _steps, _optimizer.RateOf(spec, learningRate));
            (_weights[name], _buffers[name]) = (step.Parameter, step.Buffers);
            records.Add(new(name, before, gradient, step.Parameter, [.. _optimizer.Purposes.Select(
                (purpose, k) => new BufferRecord<T>(purpose, buffers[k], step.Buffers[k]))]));
        }

        return records;
    }
}
