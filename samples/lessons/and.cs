#:project ../../src/Reference/Reference.csproj

using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

var x = Tensor<Float64>.From([4, 2], [0, 0, 0, 1, 1, 0, 1, 1]);
Tensor<Float64>[] neuron = [Tensor<Float64>.From([1, 2], [0.5, 0.5]), Tensor<Float64>.From([1], [-0.8])];

var sum = ReferenceLayer.Forward(new Linear("neuron", 2, 1), neuron, x);
var y = ReferenceLayer.Forward(new Step(), [], sum);

for (var row = 0; row < 4; row++)
    Console.WriteLine($"{x[row, 0].Value} AND {x[row, 1].Value} = {y[row, 0].Value}   (sum {sum[row, 0].Value:F1})");
