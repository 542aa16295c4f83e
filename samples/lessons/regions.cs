#:project ../../src/Reference/Reference.csproj

using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

Tensor<Float64>[] neurons =
    [Tensor<Float64>.From([3, 2], [1, 0.5, -0.4, 1, 0.7, -1]), Tensor<Float64>.From([3], [-0.3, -0.2, -0.1])];

for (var row = 0; row < 16; row++)
{
    var places = Tensor<Float64>.From([16, 2], [.. Enumerable.Range(0, 16).SelectMany(
        column => (double[])[(column - 7.5) / 7.5, (7.5 - row) / 7.5])]);
    var fires = ReferenceLayer.Forward(new Step(), [], ReferenceLayer.Forward(new Linear("neurons", 2, 3), neurons, places));
    Console.WriteLine(string.Join(' ', Enumerable.Range(0, 16).Select(
        k => $"{fires[k, 0].Value}{fires[k, 1].Value}{fires[k, 2].Value}")));
}
