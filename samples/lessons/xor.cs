#:project ../../src/Reference/Reference.csproj

using TorchBasics.Core.Catalog;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

var xor = ThresholdNetwork.Xor;
var weights = xor.Weights.Select(array => Tensor<Float64>.From(
    [.. array.Sizes.Select(size => (int)size)], [.. array.Values<float>().ToArray().Select(value => (double)value)])).ToArray();

var x = Tensor<Float64>.From([4, 2], [0, 0, 0, 1, 1, 0, 1, 1]);
var lifted = ReferenceLayer.Forward(xor.Architecture.Layers[0], weights[..2], x);
var sum = ReferenceLayer.Forward(xor.Architecture.Layers[1], weights[2..], lifted);
var y = ReferenceLayer.Forward(xor.Architecture.Layers[2], [], sum);

for (var row = 0; row < 4; row++)
    Console.WriteLine($"({x[row, 0].Value}, {x[row, 1].Value}) is lifted to h = {lifted[row, 2].Value}; "
        + $"x1 + x2 - 2h - 0.5 = {sum[row, 0].Value}, so XOR = {y[row, 0].Value}");
