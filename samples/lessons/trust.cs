#:project ../../src/Reference/Reference.csproj

using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

double[] inputs = [0.1f, -0.7f, 0.3f, 0.9f], weights = [0.25f, 0.6f, -0.8f, 0.4f];
var exact = Tensor<Rounded<Binary32>>.From([1, 4], inputs);
Tensor<Rounded<Binary32>>[] neuron = [Tensor<Rounded<Binary32>>.From([1, 4], weights), new(1)];

var bounded = ReferenceLayer.Forward(new Linear("neuron", 4, 1), neuron, exact)[0, 0];
var single = 0f;
for (var i = 3; i >= 0; i--)
    single += (float)inputs[i] * (float)weights[i]; // in the other order, and without the bias

Console.WriteLine($"reference {bounded.Value:G17}, allowed {bounded.Error:G3}");
Console.WriteLine($"single    {single:G9}, used {Math.Abs(single - bounded.Value) / bounded.Error:P1} of it");
