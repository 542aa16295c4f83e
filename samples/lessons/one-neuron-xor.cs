#:project ../../src/Reference/Reference.csproj

using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

var (w1, w2, b) = (0.0, 0.0, 0.0);
var seen = new HashSet<(double, double, double)>();

for (var pass = 1; seen.Add((w1, w2, b)); pass++)
{
    foreach (var (x1, x2) in (ReadOnlySpan<(double, double)>)[(0, 0), (0, 1), (1, 0), (1, 1)])
    {
        Tensor<Float64>[] neuron = [Tensor<Float64>.From([1, 2], [w1, w2]), Tensor<Float64>.From([1], [b])];
        var z = ReferenceLayer.Forward(new Linear("neuron", 2, 1), neuron, Tensor<Float64>.From([1, 2], [x1, x2]));
        var error = (x1 == x2 ? 0 : 1) - ReferenceLayer.Forward(new Step(), [], z)[0, 0].Value;
        (w1, w2, b) = (w1 + (error * x1), w2 + (error * x2), b + error);
    }

    Console.WriteLine($"after pass {pass}: w1 = {w1}, w2 = {w2}, b = {b}{(seen.Contains((w1, w2, b)) ? "   seen before" : "")}");
}
