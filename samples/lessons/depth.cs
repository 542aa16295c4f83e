#:project ../../src/Reference/Reference.csproj

using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Learning;
using TorchBasics.Reference.Numbers;

// How much of a gradient of length 1 is left behind each of 16 tanh layers with PyTorch's usual initial weights.
Layer[] layers = [.. Enumerable.Range(1, 16).SelectMany(k => (Layer[])[new Linear($"hidden{k}", 32, 32), new Tanh()])];
var weights = InitialWeights.Draw(new Architecture("deep", [32], layers), seed: 1);
var values = new List<Tensor<Float64>> { Tensor<Float64>.From([1, 32], [.. Enumerable.Repeat(0.5, 32)]) };
for (var k = 0; k < layers.Length; k++)
    values.Add(ReferenceLayer.Forward(layers[k], Of(k), values[k]));
var gradient = Tensor<Float64>.From([1, 32], [.. Enumerable.Repeat(1 / Math.Sqrt(32), 32)]);
for (var k = layers.Length - 1; k >= 0; k--)
{
    gradient = ReferenceLayer.Backward(layers[k], Of(k), values[k], values[k + 1], gradient).Input;
    if (layers[k] is Linear linear)
        Console.WriteLine($"before {linear.Name,-8} {Math.Sqrt(gradient.ToDoubles().Sum(g => g * g)):E2}");
}

IReadOnlyList<Tensor<Float64>> Of(int k) => layers[k] is Linear ? [weights[k], weights[k + 1]] : [];
