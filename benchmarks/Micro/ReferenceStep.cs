using BenchmarkDotNet.Attributes;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Optimizers;

namespace TorchBasics.Benchmarks.Micro;

/// <summary>
/// One training step of LeNet-5 in the textbook code, in double on one thread: forward, loss, backward and the update of
/// every parameter.
/// </summary>
public class ReferenceStep
{
    private const double Rate = 0.01;

    private readonly Architecture _network = LeNet5.Architecture;
    private Tensor<Float64> _images = null!;
    private int[] _labels = null!;
    private Tensor<Float64>[][] _parameters = null!;

    /// <summary>Samples per step.</summary>
    [Params(64)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var random = new RandomGenerator(1);
        _images = Random(random, [Batch, .. _network.Input], scale: 1);
        _labels = [.. Enumerable.Range(0, Batch).Select(_ => random.NextInt32(10))];
        _parameters = [.. _network.Layers.Select(
            layer => layer.Parameters.Select(spec => Random(random, [.. spec.Shape], 1 / Math.Sqrt(spec.FanIn))).ToArray())];
    }

    [Benchmark]
    public double Step()
    {
        List<Tensor<Float64>> results = [_images];
        for (var i = 0; i < _network.Layers.Count; i++)
            results.Add(ReferenceLayer.Forward(_network.Layers[i], _parameters[i], results[^1]));
        var loss = ReferenceLoss.Value(LossKind.CrossEntropy, labelSmoothing: 0, classes: 10, results[^1], _labels);

        var gradient = ReferenceLoss.Gradient(LossKind.CrossEntropy, labelSmoothing: 0, classes: 10, results[^1], _labels);
        for (var i = _network.Layers.Count - 1; i >= 0; i--)
        {
            var gradients = ReferenceLayer.Backward(_network.Layers[i], _parameters[i], results[i], results[i + 1], gradient);
            gradient = gradients.Input;
            for (var k = 0; k < gradients.Parameters.Count; k++)
                _parameters[i][k] = GradientDescent.Step(_parameters[i][k], gradients.Parameters[k], Rate).Parameter;
        }

        return loss.Value;
    }

    private static Tensor<Float64> Random(RandomGenerator random, int[] sizes, double scale)
    {
        var array = new Tensor<Float64>(sizes);
        foreach (ref var element in array.Elements)
            element = new(random.NextUniform(-scale, scale));
        return array;
    }
}
