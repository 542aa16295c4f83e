#:project ../../src/Reference/Reference.csproj

using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Tracing;

var picture = Tensor<Float64>.From([1, 1, 5, 5], [1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0]);
Tensor<Float64>[] kernel = [Tensor<Float64>.From([1, 1, 3, 3], [-1, 0, 1, 0, 1, 0, 1, 0, -1]), Tensor<Float64>.From([1], [0])];
var layer = new Conv2d("conv", 1, 1, kernel: 3, stride: 1, padding: 0);

var result = ReferenceTrace.Forward(layer, kernel, picture);
for (var row = 0; row < 3; row++)
    Console.WriteLine(string.Join(' ', Enumerable.Range(0, 3).Select(column => $"{result[0, 0, row, column].Value,3}")));
Console.Write(ElementTrace.Of(result, [0, 0, 1, 1]));
