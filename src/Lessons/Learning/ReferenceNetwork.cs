using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Learning;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>A network that learns on the reference, in doubles: the same bits wherever it runs.</summary>
internal sealed class ReferenceNetwork
{
    private readonly Tensor<Float64>[][] _parameters;
    private readonly Tensor<Float64>[][][] _buffers;
    private readonly ReferenceOptimizer _optimizer;
    private long _steps;

    /// <summary>Starts a network.</summary>
    /// <param name="architecture">The network; of its layers only those without buffers of their own.</param>
    /// <param name="parameters">Its parameters, layer by layer, in the order of the description; they are changed.</param>
    /// <param name="optimizer">The rule that moves them.</param>
    public ReferenceNetwork(
        Architecture architecture, IReadOnlyList<IReadOnlyList<Tensor<Float64>>> parameters, ReferenceOptimizer optimizer)
    {
        (Architecture, _optimizer) = (architecture, optimizer);
        _parameters = [.. parameters.Select(layer => layer.ToArray())];
        _buffers = [.. _parameters.Select(layer => layer.Select(
            values => optimizer.Purposes.Select(_ => values.ZerosLike()).ToArray()).ToArray())];
    }

    /// <summary>The network.</summary>
    public Architecture Architecture { get; }

    /// <summary>The parameters, layer by layer.</summary>
    public IReadOnlyList<IReadOnlyList<Tensor<Float64>>> Parameters => _parameters;

    /// <summary>All parameters one after the other.</summary>
    public IEnumerable<double> Numbers => _parameters.SelectMany(layer => layer).SelectMany(values => values.ToDoubles());

    /// <summary>Starts a network with the initial weights of a seed.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="optimizer">The rule.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The network; its first weights are those of "train" with this seed, to the last bit.</returns>
    public static ReferenceNetwork Initialize(Architecture architecture, ReferenceOptimizer optimizer, ulong seed) =>
        new(architecture, ByLayer(architecture, InitialWeights.Draw(architecture, seed)), optimizer);

    /// <summary>A network with the weights of a model.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The network, for running forward and backward.</returns>
    public static ReferenceNetwork Of(Model model) => new(
        model.Architecture,
        ByLayer(model.Architecture, [.. model.Weights.Select(array => Tensor<Float64>.From(
            [.. array.Sizes.Select(size => (int)size)],
            Array.ConvertAll(array.Values<float>().ToArray(), value => (double)value)))]),
        new ReferenceOptimizer(OptimizerKind.Sgd, 0));

    /// <summary>Runs samples forward.</summary>
    /// <param name="x">Samples [N, ...].</param>
    /// <returns>What enters each layer, and at the end what leaves the last.</returns>
    public IReadOnlyList<Tensor<Float64>> Forward(Tensor<Float64> x)
    {
        var results = new List<Tensor<Float64>>(Architecture.Layers.Count + 1) { x };
        foreach (var (k, layer) in Architecture.Layers.Index())
            results.Add(ReferenceLayer.Forward(layer, _parameters[k], results[k]));
        return results;
    }

    /// <summary>The outputs for samples.</summary>
    /// <param name="x">Samples [N, ...].</param>
    /// <returns>Outputs [N, ...].</returns>
    public Tensor<Float64> Outputs(Tensor<Float64> x) => Forward(x)[^1];

    /// <summary>Runs a batch backward.</summary>
    /// <param name="results">What <see cref="Forward"/> returned.</param>
    /// <param name="gradOutput">Gradient of the loss with respect to the outputs.</param>
    /// <returns>Gradients of the parameters, layer by layer.</returns>
    public IReadOnlyList<IReadOnlyList<Tensor<Float64>>> Backward(
        IReadOnlyList<Tensor<Float64>> results, Tensor<Float64> gradOutput)
    {
        var gradients = new IReadOnlyList<Tensor<Float64>>[_parameters.Length];
        var gradient = gradOutput;
        for (var k = _parameters.Length - 1; k >= 0; k--)
        {
            var ofLayer = ReferenceLayer.Backward(
                Architecture.Layers[k], _parameters[k], results[k], results[k + 1], gradient);
            (gradients[k], gradient) = (ofLayer.Parameters, ofLayer.Input);
        }

        return gradients;
    }

    /// <summary>Moves the parameters.</summary>
    /// <param name="gradients">What <see cref="Backward"/> returned.</param>
    /// <param name="rate">The learning rate.</param>
    public void Move(IReadOnlyList<IReadOnlyList<Tensor<Float64>>> gradients, double rate)
    {
        _steps++;
        for (var k = 0; k < _parameters.Length; k++)
            for (var p = 0; p < _parameters[k].Length; p++)
            {
                var step = _optimizer.Step(_parameters[k][p], gradients[k][p], _buffers[k][p], _steps, rate);
                (_parameters[k][p], _buffers[k][p]) = (step.Parameter, [.. step.Buffers]);
            }
    }

    /// <summary>The mean loss of samples.</summary>
    /// <param name="x">Samples [N, ...].</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="loss">The loss.</param>
    /// <returns>The loss.</returns>
    public double Loss(Tensor<Float64> x, ReadOnlySpan<int> labels, LossKind loss) =>
        ReferenceLoss.Value(loss, 0, Architecture.ClassCount, Outputs(x), labels).Value;

    /// <summary>A step of training.</summary>
    /// <param name="x">Samples [N, ...].</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="rate">The learning rate.</param>
    /// <returns>The mean loss before the step.</returns>
    public double Step(Tensor<Float64> x, ReadOnlySpan<int> labels, LossKind loss, double rate)
    {
        var results = Forward(x);
        var classes = Architecture.ClassCount;
        var value = ReferenceLoss.Value(loss, 0, classes, results[^1], labels);
        Move(Backward(results, ReferenceLoss.Gradient(loss, 0, classes, results[^1], labels)), rate);
        return value.Value;
    }

    /// <summary>The network as a value, for files and for other engines: its weights rounded to single precision.</summary>
    public Model ToModel() => new(Architecture, [.. Architecture.Parameters.Zip(
        _parameters.SelectMany(layer => layer),
        (parameter, values) => NamedArray.Of<float>(
            parameter.Name,
            [.. parameter.Spec.Shape.Select(size => (long)size)],
            [.. values.ToDoubles().Select(value => (float)value)]))]);

    private static Tensor<Float64>[][] ByLayer(Architecture architecture, IReadOnlyList<Tensor<Float64>> arrays)
    {
        var next = 0;
        return [.. architecture.Layers.Select(layer => layer.Parameters.Select(_ => arrays[next++]).ToArray())];
    }
}
