#:project ../../src/Reference/Reference.csproj

using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

var x = Tensor<Float64>.From([1, 1, 4, 4], [1, 3, 2, 2, 5, 4, 0, 2, 7, 7, 1, 6, 0, 2, 8, 3]);
foreach (var pooling in new Pool2d[] { new MaxPool2d(2, 2), new AvgPool2d(2, 2) })
{
    var y = ReferenceLayer.Forward(pooling, [], x);
    var gradient = ReferenceLayer.Backward(pooling, [], x, y, y.Map(_ => Float64.From(1))).Input;
    Console.WriteLine($"{pooling.Kind}: {string.Join("  ", y.ToDoubles())}");
    foreach (var row in gradient.ToDoubles().Chunk(4))
        Console.WriteLine($"   {string.Join("  ", row)}");
}
